"""Cells of tables that people open in a spreadsheet."""

import unicodedata

# A cell that begins with one of these is a formula to some spreadsheet, full-width ones included.
FORMULA = frozenset("=+-@\t\r\n\0")
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # what a spreadsheet may drop from the beginning


def safe(cell: str | int) -> str | int:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and risky(cell) else cell


def risky(text: str) -> bool:
    """Tell whether some spreadsheet might take the text for a formula."""
    seen = next((one for one in text if unicodedata.category(one) not in UNSEEN), "")
    return text[:1] in FORMULA or unicodedata.normalize("NFKC", seen) in FORMULA
