"""The widget kit: every page is made of these, so that all pages look and answer alike.

Import each widget from its own module; this package imports nothing, so that the first window starts quickly.
"""
