"""The clocks of cases under the law in force: a book of them in memory, its rows, holidays and local rules, recompute.

May import `casework.office`.
"""
