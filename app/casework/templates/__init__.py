"""The office's own wording of its documents: versions, editing, checks against what ships, files in and out.

May import `casework.clocks` and what is left of it.
"""
