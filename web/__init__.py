"""The same meeting in a browser."""
