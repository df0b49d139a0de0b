"""The laptop's memory: an encrypted database, a vault of photos and the anchor beside them."""
