"""What a clerk does: one module a subject, one function an act, one transaction each."""
