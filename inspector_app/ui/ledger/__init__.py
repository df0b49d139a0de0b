"""台账: what is followed after the visits, a section for each kind of matter."""
