"""Whether the server is well: alive, ready, and figures without anybody's words or ids."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.hub import Hub


class Figures:
    """Counts for one server; labels are route patterns, never what stands in them."""

    def __init__(self) -> None:
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
        self._questions = Gauge(
            "ordstyrer_questions", "Questions in all meetings", registry=registry
        )

    def text(self, hub: Hub) -> tuple[bytes, str]:
        """Give the Prometheus text and its content type."""
        self._meetings.clear()
        meetings = hub.meetings()
        for meeting in meetings:
            self._meetings.labels(meeting.phase.value).inc()
        self._questions.set(sum(len(meeting.questions) for meeting in meetings))
        return generate_latest(self.registry), CONTENT_TYPE_LATEST
