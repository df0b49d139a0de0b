"""Field inspection for a district housing bureau: offline, numbered, provable."""

__version__ = "0.1.0"
