"""Layouts in which a time does not stand before its title, put in that order."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.deck.credits import marked_line, people_line
from knowledge.deck.document import Line
from knowledge.deck.times import leading
from knowledge.deck.wording import bare, runs_on

_TIME_LABEL = re.compile(
    r"(?i)(?:tid(?:spunkt)?|time|when|hvornår|kl|klokken|start)\s?:\s*(?P<rest>\S.*)"
)
_TITLE_LABEL = re.compile(
    r"(?i)(?:emne|titel|title|topic|punkt|session|indhold|subject|item|what|hvad|aktivitet)\s?:\s*"
    r"(?P<rest>\S.*)"
)
FEWEST = 2  # times that make a pattern
STACKED = 3  # times under each other, then as many titles


def _time_only(line: Line) -> bool:
    lead = leading(line.text)
    return lead is not None and not bare(lead[1])


def _speaks(line: Line) -> bool:
    return bool(marked_line(line.text) or people_line(line.text))


def _run(lines: Sequence[Line], start: int) -> int:
    """Where the times that stand directly under each other end."""
    end = start
    while end < len(lines) and _time_only(lines[end]):
        end += 1
    return end


def _titles(lines: Sequence[Line], count: int) -> list[list[Line]] | None:
    """As many titles as there are times, each with its speakers; none when they do not match."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and (_speaks(line) or runs_on(groups[-1][-1].text, line.text)):
            groups[-1].append(line)
        elif leading(line.text) or len(groups) == count:
            break
        else:
            groups.append([line])
    return groups if len(groups) == count else None


def _unstacked(lines: list[Line]) -> list[Line]:
    """All times first, then all titles: each time is put before its title."""
    kept: list[Line] = []
    place = 0
    while place < len(lines):
        end = _run(lines, place)
        groups = _titles(lines[end:], end - place) if end - place >= STACKED else None
        if groups is None:
            kept += lines[place : max(end, place + 1)]
            place = max(end, place + 1)
            continue
        for time, group in zip(lines[place:end], groups, strict=True):
            kept += [time, *group]
        place = end + sum(map(len, groups))
    return kept


def _moved_up(lines: list[Line], places: Sequence[int], widths: Sequence[int]) -> list[Line]:
    """Give the lines with each of these moved up over as many lines."""
    kept = list(lines)
    for place, width in zip(places, widths, strict=True):
        kept.insert(place - width, kept.pop(place))
    return kept


def _height(lines: Sequence[Line], place: int, floor: int) -> int:
    """How many lines above a time are its title."""
    width = 1
    while place - width - 1 > floor and runs_on(
        lines[place - width - 1].text, lines[place - width].text
    ):
        width += 1
    return width


def _titles_first(lines: list[Line]) -> list[Line]:
    """`Velkomst` over `10.00-10.05`: the times are put before their titles."""
    places = [i for i, line in enumerate(lines) if _time_only(line)]
    timed = sum(1 for line in lines if leading(line.text))
    if len(places) < FEWEST or timed != len(places) or places[0] == 0:
        return lines
    floors = [-1, *places[:-1]]
    titled = all(
        place - 1 > floor and not _speaks(lines[place - 1])
        for place, floor in zip(places, floors, strict=True)
    )
    after = lines[places[-1] + 1 :]
    if not titled or not all(map(_speaks, after)):
        return lines
    heights = [_height(lines, place, floor) for place, floor in zip(places, floors, strict=True)]
    return _moved_up(lines, places, heights)


def _speakers_first(lines: list[Line]) -> list[Line]:
    """`Anna Smith (KL)` over `09:00 Welcome`: the times are put before the speakers."""
    places = [i for i, line in enumerate(lines) if leading(line.text)]
    led = [place for place in places if place and people_line(lines[place - 1].text)]
    if len(led) < FEWEST or len(led) != len(places) or any(map(_time_only, lines)):
        return lines
    if any(map(_speaks, lines[places[-1] + 1 :])):
        return lines
    return _moved_up(lines, places, [1] * len(places))


def _without_labels(lines: list[Line]) -> list[Line]:
    """Read `Tid: 10.00-10.05` and `Emne: Velkomst` as the time and the title they are."""
    times = [line for line in lines if (m := _TIME_LABEL.match(line.text)) and leading(m["rest"])]
    if len(times) < FEWEST:
        return lines
    found = [
        (line, _TIME_LABEL.match(line.text) or _TITLE_LABEL.match(line.text)) for line in lines
    ]
    return [
        replace(line, text=label["rest"], cells=(label["rest"],)) if label else line
        for line, label in found
    ]


def in_order(lines: Sequence[Line]) -> list[Line]:
    return _speakers_first(_titles_first(_unstacked(_without_labels(list(lines)))))
