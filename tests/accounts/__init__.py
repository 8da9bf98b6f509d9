"""Does logging in let in the right ones, and tell everybody what they may do?"""
