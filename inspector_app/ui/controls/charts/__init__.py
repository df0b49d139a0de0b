"""Charts painted by hand: what they show as values, where each mark stands, and the widgets that paint it."""
