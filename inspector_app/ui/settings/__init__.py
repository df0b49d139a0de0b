"""What a person may choose about this laptop and their own sign-in."""
