"""Do page, Word and PDF all hold the same report, whatever is written in it?"""
