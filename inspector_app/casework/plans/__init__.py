"""What is planned: campaigns, the quarterly round, draws by lot, and how often one may inspect."""
