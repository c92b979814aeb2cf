"""Ledgers that leave the office.

May import `casework.worklist` and what is left of it.
"""
