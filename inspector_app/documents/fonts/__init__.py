"""The faces of a page: found, checked, chosen, and embedded as subsets."""
