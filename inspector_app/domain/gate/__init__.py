"""What law still requires of a document before it may be issued."""
