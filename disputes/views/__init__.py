"""Request, words, response."""
