"""Photos on their way in: tray, folder, phone; looked at, marked, compared."""
