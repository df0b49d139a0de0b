"""The bureau's hub: keeps every laptop's bundles as they came, receipts them, and gives them out."""
