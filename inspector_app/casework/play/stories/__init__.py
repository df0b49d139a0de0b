"""Stories: whole courses of events, played by the same functions that the window calls."""
