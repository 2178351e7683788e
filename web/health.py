"""Whether the server is well: alive, ready, and figures without anybody's words or ids."""

import re

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from web.site import Site

PATH = re.compile(r"(^|[\s'\"(=])/|://")


class Figures:
    """Counts for one server; labels are route patterns, never what stands in them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.registry = registry = CollectorRegistry()
        answered = ("method", "route", "status")
        self.requests = Counter(
            "ordstyrer_requests", "Requests answered", answered, registry=registry
        )
        self.seconds = Histogram(
            "ordstyrer_deed_seconds", "From a deed to its answer", ("route",), registry=registry
        )
        self.streams = Gauge(
            "ordstyrer_streams", "Live streams open now", ("kind",), registry=registry
        )
        self._meetings = Gauge(
            "ordstyrer_meetings", "Meetings by phase", ("phase",), registry=registry
        )
        self._damaged = Gauge(
            "ordstyrer_damaged_meetings", "Meetings that cannot be opened", registry=registry
        )
        self._questions = Gauge(
            "ordstyrer_questions", "Questions in all meetings", registry=registry
        )
        self._store = Gauge(
            "ordstyrer_store_ok", "1 while things can be stored, else 0", registry=registry
        )
        for collector in site.collectors:
            registry.register(collector)

    def text(self) -> tuple[bytes, str]:
        """Give the Prometheus text and its content type."""
        self._meetings.clear()
        meetings = self._site.hub.meetings()
        for meeting in meetings:
            self._meetings.labels(meeting.phase.value).inc()
        self._questions.set(sum(len(meeting.questions) for meeting in meetings))
        self._damaged.set(len(self._site.hub.damaged))
        self._store.set(self._site.trouble() is None)
        return generate_latest(self.registry), CONTENT_TYPE_LATEST


def reason(trouble: str) -> str:
    """Shorten what an operator is told to what anybody may read: no paths and no addresses."""
    return "; ".join(dict.fromkeys(_without_place(part) for part in trouble.split("; ")))


def _without_place(told: str) -> str:
    place, _, fault = told.partition(": ")
    short = fault if "/" in place else told
    return "see the server's log" if PATH.search(short) else short
