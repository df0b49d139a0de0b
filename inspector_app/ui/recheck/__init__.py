"""A recheck at the workbench: old findings under their numbers, before beside after, one key a result."""
