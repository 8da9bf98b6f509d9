"""Does a log-in with a real OpenID provider let in the right ones, and believe nothing that is wrong?"""
