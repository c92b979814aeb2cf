"""The Regulation as data and what follows from it, in rooms: text < dates < forms < route < life.

Pure Python: no Qt, no SQL, no clock of its own; "today" is always a parameter. A room imports only rooms left of it.
"""
