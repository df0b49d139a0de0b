"""One inspection at work: who and where, findings, the paper beside them."""
