"""Documents out: from a template or a map to the finished PDF. Rooms: fonts < page < notices, posters, volume.

Knows no SQL and no Qt. A room imports only rooms left of it; notices, posters and volume do not know each other.
"""
