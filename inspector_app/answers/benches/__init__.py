"""`bench`: works of ours timed beside peers, in the same rounds."""
