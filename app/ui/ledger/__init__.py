"""The ledger: export, and what was exported before."""
