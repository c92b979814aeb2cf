"""From arrival to the registered case: drafts, the words beside a question, candidates, registering, splitting.

May import `casework.views` and what is left of it.
"""
