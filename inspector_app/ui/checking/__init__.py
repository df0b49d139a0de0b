"""Checklists at work: scored tables with their live score, lists of results."""
