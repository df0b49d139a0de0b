"""Excel's files: read as values from strangers, written as values for people."""
