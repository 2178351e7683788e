"""A draft written down for people, so that an expected reading can be read and edited by hand."""

from collections.abc import Iterator

from knowledge.deck import Draft
from knowledge.deck.draft import Programme


def _programme(programme: Programme) -> Iterator[str]:
    check = f", sound check {programme.sound_check}" if programme.sound_check else ""
    yield f"programme {programme.start}-{programme.end}{check}"
    for item in programme.items:
        people = " + ".join(f"{one.name} @ {one.organisation}" for one in item.speakers)
        yield f"  {item.start}-{item.end} {item.title}" + (f" | {people}" if people else "")


def written(draft: Draft) -> str:
    lines = [f"title {draft.title}", f"language {draft.language}"]
    for programme in draft.programmes:
        lines += _programme(programme)
    for roster in draft.rosters:
        seats = ", ".join(f"{one.organisation}/{one.seats}" for one in roster.participants)
        lines.append(f"roster {roster.date}: {seats}")
    lines += [f"host {name}" for name in draft.hosts]
    lines += [f"contact {one.address} | {one.topic}" for one in draft.contacts]
    lines += [f"link {one.url} | {one.title}" for one in draft.links]
    for task in draft.tasks:
        lines.append(f"task {task.id} | {task.title} | {task.due} | {task.previous_due}")
    lines += [f"next {title}" for title in draft.next_programme]
    lines += [f"faq {one.question} | {one.answer} | {one.source}" for one in draft.faq]
    return "\n".join(lines) + "\n"
