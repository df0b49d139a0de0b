"""Printers: asked what they are, given bytes, watched. What they say changes no document."""
