"""Ten years of a district's work, told as fast as the journal takes it: for lists, benches and pictures."""
