"""Cells of tables that people open in a spreadsheet."""

# A cell that begins with one of these is a formula to some spreadsheet, full-width ones included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", *"\uff1d\uff0b\uff0d\uff20")


def safe(cell: str | int) -> str | int:
    """Give a cell that no spreadsheet takes for a formula."""
    text = str(cell)
    risky = text.lstrip().startswith(FORMULA) or text.startswith(FORMULA)
    return f"'{text}" if isinstance(cell, str) and risky else cell
