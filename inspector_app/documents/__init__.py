"""Content becomes PDF bytes, and paper is read back."""
