"""A damage generator: clean prose in, raw text with every known damage out, and the truth about each of them.

It shares no code with the cleaner, and no truth is ever taken from the cleaner's output.
"""
