"""Is a file in a case opened by those who may, and by nobody else, until it is taken back or ends?"""
