"""What those see who do not work in an initiative: a fixed set of tables per closed period (law 8)?

`declared` says which tables, `counting` fetches the counts they are made of, `placing` says which
counts each figure shows, `sets` puts them together, protects them and hides what must be hidden.
"""
