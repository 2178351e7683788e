"""What is known beforehand: a series' entries, and which one answers a question."""
