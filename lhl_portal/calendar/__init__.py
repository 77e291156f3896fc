"""Meetings and gatherings by day: pages, files and feeds for people's own calendars."""
