"""What somebody is in Teams: told to hosts where it does not fit, and no right by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.teams.noted import OF_TEAMS
from tests.given import START
from tests.teams.calls import Answer, details, participant
from tests.teams.joining.scene import MEETING, ORGANISER, Scene, first_plan, own, scene, utc
from tests.teams.joining.test_reaching import there
from tests.teams.shapes import HANS, KELD, METTE, ODENSE, PETER, RASMUS, Who

LINKED = first_plan(join_link=MEETING.link)
NOT_HOST = "er arrangør i Teams, men ikke vært her: værterne står i mødefilen."


@asynccontextmanager
async def organised(
    by: str | None, *roles: tuple[Who, str], name: str = ""
) -> AsyncIterator[Scene]:
    """A chat whose call has this organiser and these roles; the host has their own chat."""
    async with scene(LINKED) as here:
        calls = here.connector.calls
        calls.details["MCMA"] = details(MEETING.id, title="Noget", start=utc(START), organiser=by)
        calls.people = {str(who.entra): participant(who.name, role) for who, role in roles}
        if by is not None and name:
            calls.people[by] = participant(name, "Organizer")
        there(here, METTE, RASMUS)
        await here.added(ODENSE, MEETING)
        await here.done()
        yield here


async def test_a_host_hears_who_organises_the_call_when_that_is_no_host() -> None:
    async with organised(ORGANISER, name="Sekretær Sørensen") as here:
        assert here.texts(own(METTE)) == [f"Sekretær Sørensen {NOT_HOST}"]
        assert NOT_HOST not in "".join(here.texts(MEETING))


async def test_an_organiser_who_hosts_is_nothing_to_tell() -> None:
    async with organised(METTE.entra, name=METTE.name) as here:
        assert here.texts(own(METTE)) == []


async def test_a_host_hears_which_speakers_cannot_share_before_it_matters() -> None:
    roles = ((RASMUS, "Attendee"), (HANS, "Presenter"), (KELD, "Attendee"))
    async with organised(METTE.entra, *roles) as here:
        told = "".join(here.texts(own(METTE)))
        assert "kan ikke dele skærm i Teams endnu: gør dem til præsentatorer dér." in told
        assert ("Rasmus Edelberg" in told, "Keld" in told, "Hans" in told) == (True, True, False)


async def test_it_is_told_again_only_when_it_has_changed() -> None:
    async with organised(METTE.entra, (RASMUS, "Attendee")) as here:
        await here.call_begins(MEETING)
        await here.done()
        same = len(here.texts(own(METTE)))
        here.connector.calls.people[str(KELD.entra)] = participant(KELD.name, "Attendee")
        await here.call_begins(MEETING)
        await here.done()

        assert (same, len(here.texts(own(METTE)))) == (1, 2)


async def test_where_teams_does_not_tell_roles_it_is_asked_once_and_nothing_is_said() -> None:
    async with organised(METTE.entra) as here:
        people = here.connector.calls.people
        people |= {str(who.entra): Answer(403) for who in (PETER, RASMUS, HANS)}
        before = len(here.connector.calls.asked)
        await here.call_begins(MEETING)
        await here.done()

        assert here.texts(own(METTE)) == []
        assert len(here.connector.calls.asked) == before + 2  # the call, and the first person


async def test_no_role_of_teams_is_kept_or_gives_a_right() -> None:
    async with organised(str(ODENSE.entra), (ODENSE, "Organizer"), name=ODENSE.name) as here:
        await here.say(ODENSE, "start", MEETING)
        await here.done()
        kept: list[Any] = [
            (key, await here.bot.disk.notes.get(key))
            for key in await here.bot.disk.notes.keys(OF_TEAMS)
        ]

        assert here.bot.meeting.current is None
        assert not any(word in repr(kept) for word in ("Organizer", "Presenter", "Attendee"))
        assert str(ODENSE.entra) not in repr(kept)
