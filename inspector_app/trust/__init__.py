"""Keys, certificates chained to the office root, signatures, sealed boxes, password slots. No clock."""
