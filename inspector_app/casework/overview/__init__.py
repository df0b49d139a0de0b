"""Everything at a glance: today, the week, the hand-in, readiness, the search, a target's card."""
