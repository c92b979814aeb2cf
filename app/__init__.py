"""信访窗口: an offline petition-desk program for county and township offices."""

__version__ = "0.1.0"
