"""What every window stands on: the theme, shortcuts, work off the window's thread, printing, the open workspace."""
