"""The clocks of stored cases: started, stopped, moved by an act or a corrected day, recomputed with the law.

May import `casework.cases` and what is left of it.
"""
