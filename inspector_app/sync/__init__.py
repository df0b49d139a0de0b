"""Exchange: what laptops and the hub send each other, over HTTPS or in a file, and what it came to."""
