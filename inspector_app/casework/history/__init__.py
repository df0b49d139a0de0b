"""What was before: the last visit carried forward, hazards that repeat, steps taken back."""
