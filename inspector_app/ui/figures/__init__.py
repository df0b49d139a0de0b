"""统计: the figures of a period, what each was counted from, and the reports made of them."""
