"""What a form asks: conditions on facts, fields and the reading of what is typed, identity numbers, office names.

May import `law.text` and `law.dates`.
"""
