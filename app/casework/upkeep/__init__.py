"""What is kept beside a case so that lists need not work it out, and the one way in which every act ends.

May import `casework.templates` and what is left of it.
"""
