"""PowerPoint slides: each slide's text as people see it, title first, tables row by row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from bot.documents.faults import DocumentFault

# Their paragraphs stand behind bullets without saying so.
LISTS = frozenset({PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT})
DEEPEST = 10  # groups in groups


def slides(path: Path, most: int) -> list[str]:
    """Give one text a slide; hidden slides too, notes not. Raises DocumentFault."""
    found = Presentation(str(path)).slides
    if len(found) > most:
        raise DocumentFault(
            "it has {n} slides, at most {most} are read; save fewer", n=len(found), most=most
        )
    return ["\n".join(_lines(slide)) for slide in found]


def _lines(slide: Any) -> Iterator[str]:  # noqa: ANN401 - python-pptx has no types
    title = slide.shapes.title
    if title is not None:
        yield from title.text_frame.text.replace("\v", "\n").split("\n")
        yield ""
    rest = [
        one for one in _shapes(slide.shapes, 0) if title is None or one.shape_id != title.shape_id
    ]
    for shape in sorted(rest, key=lambda one: (one.top or 0, one.left or 0)):
        yield from _text(shape)
        yield ""


def _shapes(shapes: Any, depth: int) -> Iterator[Any]:  # noqa: ANN401
    for shape in shapes:
        if hasattr(shape, "shapes"):
            if depth < DEEPEST:
                yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _text(shape: Any) -> Iterator[str]:  # noqa: ANN401
    if getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " | ".join(" ".join(cell.text_frame.text.split()) for cell in row.cells)
    elif shape.has_text_frame:
        bullet = shape.is_placeholder and shape.placeholder_format.type in LISTS
        for paragraph in shape.text_frame.paragraphs:
            text = "".join(run.text for run in paragraph.runs).replace("\v", "\n")
            mark = f"{'  ' * paragraph.level}• " if bullet and text.strip() else ""
            yield f"{mark}{text}"
