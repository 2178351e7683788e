"""What a log says once something in it is to be gone for good: the same changes, fewer words."""
