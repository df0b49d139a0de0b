"""Reads forms/ and cases into domain values; refuses a bad file by file, line and field."""
