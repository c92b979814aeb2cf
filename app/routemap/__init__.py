"""The route map as a drawing: the graph of places and ways, where each stands, its words, the guide map's steps.

Built from the rules of `app.law`; knows no SQL, no Qt and no PDF. The one model of the map is `graph`; `layout` draws
the whole of it, `column` one way over it. The general layout of a graph is in `sugiyama`.
"""
