"""The acts of a case's life: what can be done now, what it would bring, the doing, corrections, service.

May import `casework.documents` and what is left of it.
"""
