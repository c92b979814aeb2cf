"""The Regulation as data: articles, working days, clocks, fields, the rule pack and the route through it."""
