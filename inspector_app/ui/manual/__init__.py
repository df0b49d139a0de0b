"""The built-in manual and the sheet of keys."""
