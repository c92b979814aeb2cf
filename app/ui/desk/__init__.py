"""The opening page: what must be done today."""
