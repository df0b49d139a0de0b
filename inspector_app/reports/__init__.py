"""Ledgers, figures, reports and digests."""
