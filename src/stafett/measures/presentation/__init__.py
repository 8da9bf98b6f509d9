"""How does a computed table look to the one who reads it: on a page, in a terminal, in a file?

Each form has its own module and takes a `TableResult`: `text`, `csv_file`, `xlsx_file`,
`json_shape`, `html`. They share `words` (numbers and sentences) and `layout` (which cells).
"""
