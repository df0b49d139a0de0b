"""Which wish of which page is fulfilled by what: one file a room, every block sorted by sender."""
