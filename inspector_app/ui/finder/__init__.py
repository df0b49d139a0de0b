"""One box that finds everything: targets, numbers, people, findings, commands."""
