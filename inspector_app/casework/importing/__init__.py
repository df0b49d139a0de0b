"""Excel in: what an old ledger says becomes targets, people and late entries, row by row."""
