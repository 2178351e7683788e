"""What a file may be, for the one who reads it and the one who asks: kinds, bytes, letters."""

READABLE = frozenset({".pdf", ".pptx", ".docx", ".xlsx", ".ics"})
WITH_MACROS = frozenset({".pptm", ".docm", ".ppsm", ".potm", ".xlsm"})
LARGEST = 50 * 1024 * 1024  # bytes of one file
LARGEST_BASE = 8 * 1024 * 1024  # bytes of a knowledge base
LONGEST = 2_000_000  # letters of a document's text
LONGEST_DRAFT = 128 * 1024  # letters of what was understood of a deck; the real one has 18,000
MOST_ROWS = 20_000  # of a sheet, filled or not; lines of a knowledge base
MOST_ENTRIES = 10_000
FAULTS_TOLD = 20  # of a knowledge base; the others are counted
LONGEST_TOLD = 32 * 1024 * 1024  # bytes that a reader may answer
