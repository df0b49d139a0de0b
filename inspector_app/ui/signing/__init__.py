"""Strokes of a pen instead of ink, and what the site manager is shown."""
