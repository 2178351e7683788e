"""Everything that goes to Teams by itself: lanes, limits, retries, living cards."""
