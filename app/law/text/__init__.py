"""What the law says, word for word: articles, plain words for petitioners, and the reading of data files.

May import nothing else of `app.law`.
"""
