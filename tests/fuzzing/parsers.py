"""All parsers that are tried, by name."""

from tests.fuzzing import bodies, documents, files, innards, said, stored
from tests.fuzzing.harness import Parser

PARSERS: dict[str, Parser] = {
    parser.name: parser
    for parser in (
        *bodies.PARSERS,
        *said.PARSERS,
        *files.PARSERS,
        *documents.PARSERS,
        *innards.PARSERS,
        *stored.PARSERS,
    )
}
