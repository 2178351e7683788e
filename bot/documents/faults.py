"""Why a document is not read."""


class DocumentFault(Exception):  # noqa: N818 - as DeckFault: what is wrong with a document
    """The document cannot be read; the message says why and what to do, without its name.

    `template` and `values` say the same in other languages.
    """

    def __init__(self, template: str, **values: str | int) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values
