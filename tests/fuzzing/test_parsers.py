"""Whatever bytes come, a parser reads them or refuses them by a name that we know, in time.

Here some hundred seeded changes of good inputs each; under --soak a million (libFuzzer).
"""

import gc
import logging
from collections.abc import Iterator
from random import Random

import pytest

from tests.fuzzing.found import FOUND
from tests.fuzzing.harness import Parser
from tests.fuzzing.mutating import mutated
from tests.fuzzing.parsers import PARSERS
from tests.fuzzing.running import seeded, soaked, tried

RUNS = 150
SEED = 1
# Libraries warn of what is odd in a file; that is no fault of ours.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable()
    yield
    gc.collect()  # a reader's file is closed with its process, which is this one here
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", PARSERS)
def test_bytes_are_read_or_refused(name, soaking, tmp_path) -> None:
    parser = PARSERS[name]
    if not soaking:
        seeded(parser, RUNS, SEED)
        return
    outcome = soaked(parser, parser.runs, SEED, tmp_path)
    print(outcome.line())

    assert outcome.told == ""
    assert outcome.runs >= parser.runs


@pytest.mark.parametrize(("name", "data"), FOUND, ids=range(len(FOUND)))
def test_what_once_went_through_is_read_or_refused(name, data) -> None:
    tried(PARSERS[name], data)


def test_a_fault_that_few_bytes_make_is_found_and_told_with_them() -> None:
    def one(data: bytes) -> None:
        assert b"nu\0l" not in data

    with pytest.raises(AssertionError) as caught:
        seeded(Parser("planted", one, lambda: (b"null, null, null",)), 5_000, SEED)

    assert any(r"nu\x00l" in note for note in caught.value.__notes__)


def test_a_parser_that_takes_too_long_is_found() -> None:
    def one(data: bytes) -> None:
        for _ in range(len(data) * 20_000):
            pass

    with pytest.raises(AssertionError, match="s for "):
        seeded(Parser("slow", one, lambda: (b"x" * 500,), within=0), 5, SEED)


def test_the_same_seed_makes_the_same_changes() -> None:
    known = PARSERS["activity"].seeds()[0]
    one, other = (
        [mutated(known, chance, (b"x",)) for _ in range(50)] for chance in (Random(5), Random(5))
    )

    assert one == other
    assert len({*one}) > 40
