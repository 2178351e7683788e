"""Why a document is not read."""


class DocumentFault(Exception):  # noqa: N818 - as DeckFault: what is wrong with a document
    """The document cannot be read; the message says why and what to do, without its name."""
