"""Lets tests of every room of casework import `clerk_work`."""
