"""What makes a file provable: its code, its content inside, its marks, and how it is examined."""
