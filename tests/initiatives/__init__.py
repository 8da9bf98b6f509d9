"""Do initiatives keep every decided version, under a controller that may answer for people?"""
