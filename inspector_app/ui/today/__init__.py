"""The day: ready to leave, what is due, what is still to hand in."""
