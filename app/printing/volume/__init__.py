"""A case's papers bound as one file: pages and pictures of others taken in, cleaned, numbered; words read back.

May import `printing.page` and `printing.fonts`.
"""
