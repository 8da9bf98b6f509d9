"""Does the frame give every page what it needs, and nothing that it must not have?"""
