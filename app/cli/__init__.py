"""The same acts as the window's, from a shell: for scheduled tasks and IT staff.

What a command needs is imported inside it: help, a usage fault and a date then take a tenth of a second of processor
time, reading in everything would take more than one (measured on one core; no import here avoids a circle).
"""
