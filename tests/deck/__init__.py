"""The deck importer: its readings of one real deck and of many made-up programmes."""
