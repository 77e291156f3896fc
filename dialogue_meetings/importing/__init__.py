"""An office's old lists of meetings: read, understood column by column, checked line by line, shown, and then written.

What is the same for every import is in `reform_phases.importing`.
"""
