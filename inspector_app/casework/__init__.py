"""What people do: (desk, request) → result. Window, command line and stories use nothing else."""
