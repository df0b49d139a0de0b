"""The words and rules of the work: standard library only; no clock, no disk, no screen."""
