"""What a clerk does, in rooms by subject; one function an act, one transaction each.

The rooms in their order, each importing only what is left of it: office < cases < clocks < templates < upkeep <
documents < life < views < intake < worklist < ledgers < demo. Knows no Qt.
"""
