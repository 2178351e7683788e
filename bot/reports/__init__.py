"""A meeting as bytes for others: views in, documents out."""
