"""Issued documents: values, issuing, printing, sealing elsewhere, service lists, numbers, verifying, voiding.

May import `casework.upkeep` and what is left of it.
"""
