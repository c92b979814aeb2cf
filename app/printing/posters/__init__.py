"""Sheets drawn from the route map and the wall notice: posters, guide maps, one case's map.

May import `printing.page` and `printing.fonts`.
"""
