"""The same acts as the window's, from a shell: for scheduled tasks and IT staff."""
