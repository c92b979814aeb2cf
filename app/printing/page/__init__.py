"""A page: its measures, lines broken and set, furniture, what flows over pages, QR codes, the archive form of a file.

May import `printing.fonts`.
"""
