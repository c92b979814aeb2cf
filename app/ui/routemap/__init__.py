"""The route map as a page: the whole of it, or one case's way through it."""
