"""A fictional office with two months of work, made by the same acts a clerk uses.

May import every other room of `app.casework`.
"""
