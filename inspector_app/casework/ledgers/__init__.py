"""Ledgers: every row of the office's work in lists that a million rows do not slow."""
