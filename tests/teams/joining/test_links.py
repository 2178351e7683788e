"""Join links as Teams, Outlook and people write them."""

import pytest

from bot.teams.joining.links import chat_of, same

LONG = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzJi%40thread.v2/0?context=%7b%7d"
SHORT = "https://teams.microsoft.com/meet/2345678901234?p=AbCdEf"


@pytest.mark.parametrize(
    ("link", "chat"),
    [
        (LONG, "19:meeting_NzJi@thread.v2"),
        (LONG.replace("%3a", ":").replace("%40", "@"), "19:meeting_NzJi@thread.v2"),
        (LONG.partition("/0?")[0], "19:meeting_NzJi@thread.v2"),
        (
            "https://teams.microsoft.com/l/meetup-join/19%3akDmB%40thread.tacv2/1660758607740",
            "19:kDmB@thread.tacv2;messageid=1660758607740",
        ),
        (SHORT, None),
        ("https://teams.microsoft.com/l/meetup-join/a%3a1-2/0", None),
        ("https://[teams", None),
        ("", None),
    ],
)
def test_the_long_form_tells_the_chat(link: str, chat: str | None) -> None:
    assert chat_of(link) == chat


def test_the_same_meeting_is_the_same_however_its_link_was_copied() -> None:
    assert same(SHORT, SHORT.replace("https://teams", "HTTPS://Teams"))
    assert same(SHORT, SHORT.partition("?")[0] + "/")
    assert same(LONG, LONG.partition("?")[0])
    assert not same(SHORT, SHORT.replace("234", "235"))
    assert not same(LONG, SHORT)
    assert not same(LONG, None)
