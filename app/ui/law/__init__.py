"""The Regulation on the screen."""
