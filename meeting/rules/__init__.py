"""The rules by subject; `meeting.decide` picks the one that a deed needs."""
