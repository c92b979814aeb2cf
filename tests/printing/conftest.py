"""Lets tests of every room of printing import the samples and tools beside this file."""
