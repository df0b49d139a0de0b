"""How everything looks and what it says: colours, fonts, painting, words."""
