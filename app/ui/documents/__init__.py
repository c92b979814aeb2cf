"""Issued documents: the list, the notice before it is issued, printing and saving."""
