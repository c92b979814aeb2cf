"""Ledgers: workbooks out, drawn by profiles that are data."""
