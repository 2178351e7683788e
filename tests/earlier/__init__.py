"""Logs that earlier states of the program wrote by themselves, and what they meant to them."""
