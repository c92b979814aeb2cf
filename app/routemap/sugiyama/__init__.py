"""The layered layout of a directed graph (Sugiyama, Tagawa and Toda 1981), in its four steps, knowing nothing of law.

`ranks` gives each node its layer, `order` sorts each layer to save crossings, `positions` sets the x places, `tracks`
leads the edges between two layers; `layout` does the four in turn. May import nothing else of `app`.
"""
