"""The windows before the workspace is open: set-up, login, recovery. Nothing here may import the database.

The login window is painted with Qt alone; everything else is read in behind it, on a thread.
"""
