"""The forms of the procedure, one a step."""
