"""Do reports become documents that can be read, heard and archived?"""
