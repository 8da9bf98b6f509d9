"""How does a report become a page, a Word file and a PDF that all say the same?

`markdown` reads what people write into `blocks`; `page`, `word` and `pdf` each draw a `Document`.
"""
