"""The route from arrival to an end, walked without a window: the rule pack, its proof, answers, steps back, paths.

Also the pathway catalogue and the shipped examples. May import `law.text`, `law.dates` and `law.forms`.
"""
