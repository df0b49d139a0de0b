"""The window and its frame: what holds the pages and connects them."""
