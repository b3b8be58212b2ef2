"""Takes questions over from other people's banks: one module for each shape that a bank's entries have.

Reading the formats is ``runner.banks``' business, and the same for who only wants them checked. What an entry does not
say (why a choice is wrong, a hint) is said to be missing, never made up, and keeps the draft from being published.
"""
