"""Which language a request is answered in: asked for, remembered, preferred, the meeting's."""

from aiohttp import web

from dialogs.i18n import words
from dialogs.words import LANGUAGES, Words
from meeting.model import Meeting
from web.framing import in_tab, set_framed_cookie

COOKIE = "lang"
HOME_ZONE = "Europe/Copenhagen"
YEAR = 365 * 24 * 3600  # seconds


def language(request: web.Request, meeting: Meeting | None) -> str:
    for asked in (request.query.get("lang"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    fallback = LANGUAGES[0] if meeting is None else meeting.plan.language
    return _preferred(request.headers.get("Accept-Language", "")) or fallback


def words_for(request: web.Request, meeting: Meeting | None) -> Words:
    zone = HOME_ZONE if meeting is None else meeting.plan.zone
    return words(language(request, meeting), zone)


def remember(request: web.Request, response: web.StreamResponse, *, secure: bool) -> None:
    """Keep the language that the address asked for."""
    asked = request.query.get("lang")
    if asked in LANGUAGES:
        if in_tab(request):
            set_framed_cookie(response, COOKIE, asked, YEAR)
            return
        response.set_cookie(
            COOKIE, asked, max_age=YEAR, path="/", samesite="Lax", secure=secure, httponly=True
        )


def _preferred(accepted: str) -> str | None:
    """Read Accept-Language: English only for those who do not read Danish."""
    tags = {tag.split(";")[0].strip().split("-")[0].casefold() for tag in accepted.split(",")}
    return next((known for known in LANGUAGES if known in tags), None)
