"""Adaptive Cards 1.5 as plain values, drawn from views and replies; nothing here sends anything."""
