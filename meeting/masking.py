"""Numbers that point at one person are blotted out of free text before anybody reads it."""

import re

# CPR: ddmmyy and four digits, with or without hyphen or space; phone: eight digits, maybe +45.
CPR = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)")
PHONE = re.compile(r"(?<![\d.,])(?:\+45[ ]?|0045[ ]?)?\d{2}(?:[ ]?\d{2}){3}(?![\d.,]?\d)")
MASK = "▒▒▒▒"


def masked(text: str) -> str:
    return PHONE.sub(MASK, CPR.sub(MASK, text))
