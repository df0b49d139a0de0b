"""Signing in, the PIN, and the first workspace."""
