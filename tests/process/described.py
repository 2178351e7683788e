"""Requests made of the API's own description: right ones and wrong ones, by whoever asks.

Of what the description leaves open, most is filled in: the demo's code, ids that are there.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from requests.exceptions import InvalidHeader, InvalidURL
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
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
LAST = frozenset({"agenda.close", "evaluation.close", "person.erase-me", "link.withdraw"})
SIGN_OUT = "/m/{code}/sign-out"  # by nobody alone: the others could do nothing afterwards
STREAMS = "/m/{code}/events"
UNSENT = (InvalidURL, InvalidHeader, UnicodeError, ValueError)  # what no client can send
Known = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks, by what they are and with their cookies."""

    kind: str
    session: requests.Session


@dataclass(slots=True)
class Told:
    """How it was answered; what did not conform is kept, with how to say it again."""

    cases: int = 0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    slowest: float = 0
    wrong: list[str] = field(default_factory=list)


def asked(base: str, askers: Sequence[Asker], known: Known, cases: int, first: int) -> Told:
    """Have each case sent by everybody, the operations in turn, until there were so many."""
    raw = requests.get(f"{base}/openapi.json", timeout=WITHIN).json()
    schema = schemathesis.openapi.from_dict(raw)
    operations = [result.ok() for result in schema.get_all_operations()]
    told = Told()
    send = _sender(base, askers, known, told)
    for seed_, mode in enumerate(cycle((GenerationMode.POSITIVE, GenerationMode.NEGATIVE)), first):
        left = cases - told.cases
        if left <= 0:
            break
        share = max(1, left // len(operations) // len(askers) // 2)
        for operation in operations:
            with suppress(Unsatisfiable):  # nothing can be wrong where nothing is sent
                _drawn(operation.as_strategy(mode), share, seed_, send)
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
    base: str, askers: Sequence[Asker], known: Known, told: Told
) -> Callable[[Case, int], None]:
    def send(case: Case, chance: int) -> None:
        _fill(case, known, chance)
        if _is_last(case):
            return
        for asker in askers[:1] if case.operation.path == SIGN_OUT else askers:
            try:
                response = _answer(case, base, asker.session)
            except UNSENT:
                return
            told.cases += 1
            told.slowest = max(told.slowest, response.elapsed)
            told.statuses[asker.kind, response.status_code] += 1
            told.operations[case.operation.label] += 1
            told.wrong += [f"{asker.kind}: {line}" for line in _faults(case, response)]

    return send


def _answer(case: Case, base: str, session: requests.Session) -> Response:
    if case.operation.path == STREAMS:
        return Response.from_requests(_begun(case, base, session), verify=False)
    return case.call(base, session=session, timeout=WITHIN)


def _begun(case: Case, base: str, session: requests.Session) -> requests.Response:
    """Open a stream, read what comes first, and close it again: it would never end."""
    wanted = {**case.as_transport_kwargs(base), "stream": True, "timeout": WITHIN}
    with session.request(**wanted) as response:
        if response.status_code == 200:
            response._content = next(response.iter_content(64 * 1024))
        else:
            response.content  # noqa: B018 - an error has an end
        return response


def _fill(case: Case, known: Known, chance: int) -> None:
    """Put what is there in the place of most of what was made up."""
    for place, (name, values) in enumerate(known.items()):
        if name in case.path_parameters and chance >> 3 * place & 7:
            case.path_parameters[name] = values[chance % len(values)]
    body = case.body if isinstance(case.body, dict) else {}
    for name in ("question", "entry", "to", "item", "poll"):
        if name in body and chance & 1:
            body[name] = known["id"][chance % len(known["id"])]


def _is_last(case: Case) -> bool:
    body = case.body if isinstance(case.body, dict) else {}
    return str(body.get("verb")) in LAST


def _faults(case: Case, response: Response) -> Iterator[str]:
    if response.status_code in NOT_NOW:
        return
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as group:
        for failure in group.exceptions:
            said = f"{failure.title}: {failure.message}"
            yield f"{case.operation.label} {response.status_code} {said}\n{case.as_curl_command()}"
