"""Targets and people, the list of inspections, and the way to begin one."""
