"""The windows. Qt lives here and nowhere else. Rooms: base < kit < templates < documents < cases < other pages < shell.

The other pages are desk, law, ledger, register, routemap and settings; `start` holds the windows before the workspace
is open. A room imports only rooms left of it; what a page does lives in `app.casework`.
"""
