"""What goes between this laptop and the office: shown, begun, and settled where two truths stand."""
