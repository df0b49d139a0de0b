"""The window: pages that show values and emit wishes; nothing here decides what law requires."""
