"""Documents: drafted, issued, countersigned, printed, served, answered, rechecked, verified."""
