"""What pages show of one case, read in one go: its page, clocks, sentence, story, map, and an act's consequences.

May import `casework.life` and what is left of it.
"""
