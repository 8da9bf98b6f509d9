"""Does a computed table look and read right in every form?"""
