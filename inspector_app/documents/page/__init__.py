"""What stands where on a page: the grid, its letters and forms, and everything around the type area."""
