"""Reads slides and papers into text, in a process of its own with limits of time and memory."""
