"""A paper as an accessible web page of its own, or as the middle of one of our pages."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.reports.paper import Block, Paper
from dialogs.words import Words

TYPE = "text/html"


def _style() -> str:
    loader = PAGES.loader
    if loader is None:
        raise LookupError("paper.css")
    return loader.get_source(PAGES, "paper.css")[0]


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


PAGES = Environment(
    loader=PackageLoader("bot.reports"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PAGES.filters["kind"] = _kind
STYLE = _style()


def paper_html(paper: Paper, words: Words) -> str:
    """Write a whole page that needs no other file."""
    style = Markup(STYLE)  # noqa: S704 - our own file
    return PAGES.get_template("paper.html").render(paper=paper, words=words, style=style)


def paper_body(paper: Paper, words: Words) -> Markup:
    """Write facts and sections, for a page that has a head and a title already."""
    html = PAGES.get_template("paper-body.html").render(paper=paper, words=words)
    return Markup(html)  # noqa: S704 - the template has escaped its values
