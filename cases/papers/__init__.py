"""The office's papers as PDF (architecture, decision 9; UP-09).

`typesetting` turns plain content into a PDF, `press` is the program that does it in a process of its own, `sheets/`
holds the layouts, and `issuing` numbers, versions and keeps what is issued.
"""
