"""What is known of one case: finding it, its facts for the rules, its rows in lists, kept files, what is sealed.

May import `casework.office`.
"""
