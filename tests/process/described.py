"""Requests made of the API's own description: right ones and wrong ones, by whoever asks.

Of what the description leaves open, most is filled in as it is: the demo's code, ids that are there.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
import time

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from requests.exceptions import InvalidHeader, InvalidURL
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
NOT_NOW = frozenset({503, 507})  # the promised ones: what happens is that it is not stored
WITHIN = 10  # seconds until an answer begins
# After these nothing else could be done by whoever did them; they have tests of their own.
LAST = frozenset({"agenda.close", "evaluation.close", "person.erase-me"})
STREAMS = "/m/{code}/events"
Known = dict[str, list[str]]


@dataclass(slots=True)
class Told:
    """How often each operation was asked, and how it was answered."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    slow: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def asked(
    base: str, session: requests.Session, known: Known, cases: int, seed_: int
) -> Told:
    """Send at least so many cases, the operations in turn; what does not conform is told."""
    raw = session.get(f"{base}/openapi.json", timeout=WITHIN).json()
    schema = schemathesis.openapi.from_dict(raw)
    operations = [result.ok() for result in schema.get_all_operations()]
    told, modes = Told(), cycle((GenerationMode.POSITIVE, GenerationMode.NEGATIVE))
    send = _sender(base, session, known, told)
    while told.cases < cases:
        mode, share = next(modes), max(1, (cases - told.cases) // len(operations) // 2)
        for operation in operations:
            with suppress(Unsatisfiable):  # nothing can be wrong where nothing is sent
                _drawn(operation.as_strategy(mode), share, seed_, send)
        seed_ += 1
    return told


def _drawn(
    strategy: st.SearchStrategy[Case], examples: int, seed_: int, send: Callable[[Case, int], None]
) -> None:
    quiet = list(HealthCheck)

    @seed(seed_)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=quiet,
        phases=[Phase.generate],
    )
    @given(strategy, st.integers(0, 2**16))
    def one(case: Case, chance: int) -> None:
        send(case, chance)

    one()


def _sender(
    base: str, session: requests.Session, known: Known, told: Told
) -> Callable[[Case, int], None]:
    def send(case: Case, chance: int) -> None:
        _fill(case, known, chance)
        if _is_last(case):
            return
        began = time.time()
        try:
            if case.operation.path == STREAMS:
                response = _begun(case, base, session)
            else:
                response = case.call(base, session=session, timeout=WITHIN)
        except (InvalidURL, InvalidHeader, UnicodeError, ValueError):
            return  # what no client can send
        told.cases += 1; told.slow[case.operation.label] += time.time()-began
        told.statuses[response.status_code] += 1
        told.operations[case.operation.label] += 1
        for line in _faults(case, response):
            told.wrong.append(line)

    return send


def _begun(case: Case, base: str, session: requests.Session) -> requests.Response:
    """Open a stream and close it again: it would never end."""
    wanted = {**case.as_transport_kwargs(base), "stream": True, "timeout": WITHIN}
    with session.request(**wanted) as response:
        if response.status_code != 200:
            response.content  # noqa: B018 - an error has an end
        return response


def _fill(case: Case, known: Known, chance: int) -> None:
    """Put what is there in the place of most of what was made up."""
    for place, (name, values) in enumerate(known.items()):
        if name in case.path_parameters and chance >> 2 * place & 3:
            case.path_parameters[name] = values[chance % len(values)]
    body = case.body if isinstance(case.body, dict) else {}
    for name in ("question", "entry", "to", "item", "poll"):
        if name in body and chance & 1:
            body[name] = known["id"][chance % len(known["id"])]


def _is_last(case: Case) -> bool:
    body = case.body if isinstance(case.body, dict) else {}
    return str(body.get("verb")) in LAST


def _faults(case: Case, response: Any) -> Iterator[str]:
    if response.status_code in NOT_NOW:
        return
    if response.status_code == 200 and case.operation.path == STREAMS:
        assert response.headers["Content-Type"] == "text/event-stream"
        return
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as group:
        for failure in group.exceptions:
            said = f"{failure.title}: {failure.message}"
            yield f"{case.operation.label} {response.status_code} {said}\n{case.as_curl_command()}"
