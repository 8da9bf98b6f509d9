"""Do the figures, and the forms in which people meet them, say what is true and no more?"""
