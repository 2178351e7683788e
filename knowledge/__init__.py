"""What is known beforehand: the entries of a series, and finding the one that answers a question."""
