"""What to do today, and the list of cases.

May import `casework.intake` and what is left of it.
"""
