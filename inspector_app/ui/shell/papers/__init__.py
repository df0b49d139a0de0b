"""What is asked around an issued document: one file for each thing that is done with it."""
