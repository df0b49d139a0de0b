"""One file for each step, in the order that they name."""
