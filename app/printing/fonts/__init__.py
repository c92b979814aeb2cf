"""Typefaces: which file draws which character, the subset a document carries, and the text layer that reads it back.

May import nothing else of `app.printing`.
"""
