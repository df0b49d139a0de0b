"""After the papers: replies, extensions, rechecks, stops, approvals owed, conduct and filings, each to its end."""
