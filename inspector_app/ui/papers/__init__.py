"""Issued documents: read, printed, served, returned, made void."""
