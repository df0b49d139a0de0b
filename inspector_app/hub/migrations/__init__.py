"""How the hub's tables came to be what they are, step by step; run when a hub is opened."""
