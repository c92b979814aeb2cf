"""Keys, passwords, sealing and check codes: no tables of its own, no Qt."""
