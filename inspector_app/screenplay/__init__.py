"""The window played by keys and measured while it is played; nothing of the program knows it."""
