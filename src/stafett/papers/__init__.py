"""How does something that is written down become a paper: PDF that can be heard and archived, and Word?

The parts that every paper needs, a report as well as a form to sign: the font and its characters, the
typesetter, the template with its styles, and a short paper with facts, points and lines to sign on.
"""
