"""One page being drawn: templates, what everybody's templates need, and the moment."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from typing_extensions import override

from meeting.ids import MeetingId
from meeting.model import Meeting
from web.assets import Assets
from web.drawing.icons import icon
from web.drawing.qr import qr
from web.drawing.timeline import Standing, standing
from web.framing import ROOT
from web.site import Links, Seen

TEMPLATES = Path(__file__).parent.parent / "templates"
MOST_KEPT = 20_000  # drawn questions kept, over all meetings, pages and languages

Parts = dict[str, Markup]

# Which of the design system's badges a question's state is drawn with.
LOOKS = {
    "on-now": "info",
    "queued": "plain",
    "suggested": "plain",
    "follow-up": "warning",
    "answered": "success",
    "declined": "error",
    "new": "warning",
    "merged": "plain",
    "withdrawn": "plain",
    "carried-over": "warning",
}


class Loader(FileSystemLoader):
    """Leaves out the templates' indentation: a full board is a third smaller without it."""

    @override
    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, name, is_current = super().get_source(environment, template)
        return "\n".join(line.strip() for line in source.splitlines()), name, is_current


def environment(assets: Assets) -> Environment:
    found = Environment(
        loader=Loader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    sprite = assets.url("icons.svg")
    found.globals.update(
        url=assets.url, icon=lambda name: icon(sprite, name), mark=_mark, qr=qr, looks=LOOKS
    )
    return found


@dataclass(slots=True)
class Press:
    """Templates and what was drawn before; a question that has not changed is not drawn again."""

    templates: Environment
    kept: dict[Hashable, Markup] = field(default_factory=dict)

    def draw(self, template: str, values: Mapping[str, object]) -> Markup:
        text = self.templates.get_template(template).render(values)
        return Markup(text)  # noqa: S704 - the template has escaped its values

    def draw_once(self, template: str, key: Hashable, values: Mapping[str, object]) -> Markup:
        """Draw, or give what was drawn for this key; the key must hold all that can change."""
        whole = (template, key)
        if whole not in self.kept:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[whole] = self.draw(template, values)
        return self.kept[whole]


class Sheet:
    """What the parts of one page are drawn from, for one person or for all of a kind."""

    def __init__(self, press: Press, name: str, seen: Seen, meeting: Meeting) -> None:
        self.press = press
        self.name = name
        self.seen = seen
        self.meeting = meeting
        self.words = seen.words
        self.path = self.address(meeting)

    def address(self, meeting: Meeting) -> str:
        """Give where a meeting's pages are, from where this page stands."""
        return f"{ROOT if self.seen.tab else ''}/m/{meeting.plan.code}"

    @cached_property
    def moment(self) -> datetime:
        """The minute: the script counts on from there, so parts change only when facts do."""
        return self.seen.now.replace(second=0, microsecond=0)

    @cached_property
    def place(self) -> Standing:
        return standing(self.meeting, self.moment, self.words)

    @property
    def id(self) -> MeetingId:
        return self.meeting.plan.meeting

    @property
    def links(self) -> Links:
        if self.seen.links is None:
            raise ValueError("a meeting's page needs the meeting's links")
        return self.seen.links

    @property
    def short_link(self) -> str:
        """Give the address as people read it aloud."""
        parts = urlsplit(self.links.join)
        return f"{parts.netloc}{parts.path}".removesuffix(f"/m/{self.meeting.plan.code}")

    @property
    def context(self) -> dict[str, object]:
        return {
            "page": self.name,
            "words": self.words,
            "path": self.path,
            "tab": self.seen.tab,
            "place": self.place,
            "code": self.meeting.plan.code,
            "title": self.meeting.plan.title,
            "rehearsal": self.meeting.plan.rehearsal,
        }

    def part(self, template: str, **values: object) -> Markup:
        return self.press.draw(f"parts/{template}.html", {**self.context, **values}).strip()

    def part_once(self, template: str, key: Hashable, **values: object) -> Markup:
        whole = (self.path, self.words.language, key)
        found = self.press.draw_once(f"parts/{template}.html", whole, {**self.context, **values})
        return found.strip()


def _mark() -> Markup:
    """Draw the product's mark: a speech bubble with the next item's arrow in it."""
    return Markup(
        '<svg class="mark-svg" viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
        '<path class="mark-bubble" d="M4 3h24a3 3 0 0 1 3 3v15a3 3 0 0 1-3 3H15l-7 6v-6H4'
        'a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z"/>'
        '<path class="mark-arrow" d="M9 8.500l7 5-7 5zM18.500 8.500h3.500v10h-3.500z"/></svg>'
    )
