"""The life of a case after intake as data: states and acts, their proof, and which articles and clocks they reach.

May import every other room of `app.law`.
"""
