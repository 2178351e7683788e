"""A document of a meeting becomes a draft of it: `read_draft(text, source=...)`."""

from knowledge.deck.draft import DeckFault, Draft
from knowledge.deck.importer import draft_of, read_draft
from knowledge.deck.read import read_file

__all__ = ["DeckFault", "Draft", "draft_of", "read_draft", "read_file"]
