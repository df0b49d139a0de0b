"""After the papers: replies, extensions, rechecks, stops, conduct and filings, each to its end."""
