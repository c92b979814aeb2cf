"""Workspaces as former versions of the program left them: recordings, and what builds a workspace from one.

`recording` reads and writes the files beside it, `record` made them with the programs of their day, `building` makes
an encrypted workspace of one and goes on in it by plain SQL. Nothing here leans on the tables or acts of today.
"""
