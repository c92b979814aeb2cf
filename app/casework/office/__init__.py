"""The office itself: who works here, its parameters, the law in force, its catalogue and wall notice, numbers, exits.

Knows no case. May import nothing else of `app.casework`.
"""
