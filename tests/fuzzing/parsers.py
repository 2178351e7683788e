"""All parsers that are tried, by name."""

from tests.fuzzing import bodies, documents, files, said, stored
from tests.fuzzing.harness import Parser

PARSERS: dict[str, Parser] = {
    parser.name: parser
    for parser in (
        *bodies.PARSERS,
        *said.PARSERS,
        *files.PARSERS,
        *documents.PARSERS,
        *stored.PARSERS,
    )
}
