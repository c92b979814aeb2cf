"""Days: the work calendar and its yearly files, the clocks of the Regulation, local rules, the way to a date in words.

May import `law.text`.
"""
