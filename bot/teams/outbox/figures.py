"""The outbox in /metrics: how much waits, for how long, and what became of what was sent."""

from collections.abc import Callable, Iterator
from itertools import accumulate

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from typing_extensions import override

from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.tally import SECONDS, Tally

PREFIX = "ordstyrer_teams_"
GAUGES = {
    "conversations": "Conversations with something to send or to show",
    "gone": "Conversations that are left alone until they send something",
    "messages": "Messages that wait",
    "cards": "Living cards that are to be drawn",
    "oldest": "Seconds that the oldest waiting message has waited",
    "stalest": "Seconds that a living card has shown an older state",
}


class OutboxCollector(Collector):
    """Read in the event loop; labels are kinds and results, never who or what."""

    def __init__(self, find: Callable[[], Outbox | None]) -> None:
        self._find = find

    def describe(self) -> Iterator[Metric]:
        """Say nothing now: without this, registering would read the figures at once."""
        return iter(())

    @override
    def collect(self) -> Iterator[Metric]:
        outbox = self._find()
        if outbox is None:
            return
        standing, tally = outbox.standing(), outbox.tally
        for name, told in GAUGES.items():
            unit = "_seconds" if name in {"oldest", "stalest"} else ""
            yield GaugeMetricFamily(PREFIX + name + unit, told, getattr(standing, name))
        requests = CounterMetricFamily(
            PREFIX + "requests", "Requests made", labels=("kind", "result")
        )
        for (kind, result), count in tally.requests.items():
            requests.add_metric((kind, result), count)
        yield requests
        became = CounterMetricFamily(
            PREFIX + "messages_became", "What became of messages", labels=("result",)
        )
        for sent, count in tally.messages.items():
            became.add_metric((sent.value,), count)
        yield became
        yield _stale(tally)


def _stale(tally: Tally) -> HistogramMetricFamily:
    counts = accumulate(tally.stale[most] for most in SECONDS)
    bounds = ("+Inf" if most == float("inf") else str(most) for most in SECONDS)
    buckets = [(bound, float(count)) for bound, count in zip(bounds, counts, strict=True)]
    return HistogramMetricFamily(
        PREFIX + "card_stale_seconds",
        "From a change to its card",
        buckets=buckets,
        sum_value=tally.stale_seconds,
    )
