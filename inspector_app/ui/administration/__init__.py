"""管理: people, laptops, stamped sheets, forms, holidays, periods of keeping."""
