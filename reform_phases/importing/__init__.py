"""Statuses, political treatment and plans from a spreadsheet: read, checked line by line, shown, and then written."""
