"""What stands on the papers of the procedure (handbook 6.2): content from the records, `cases.papers` sets it.

`kinds` is the list of them; `notices`, `opinions`, `letters` and `hand` (forms filled in by hand) hold one writer a
kind. A writer takes the voice of the copy, what was typed, and the paper; it gives a `Script`.
"""
