"""What can be wrong with a request, each with its status and one sentence in the asker's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as given

from dialogs.words import Words

Sentence = Callable[[Words], str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """`reason` is a stable name for programs, `field` the input that was wrong.

    `without` is a text without what points at a private person; `sure` that it may not be sent as
    it was.
    """

    status: int
    reason: str
    sentence: str
    field: str | None = None
    headers: Mapping[str, str] = given(default_factory=dict)
    without: str | None = None
    sure: bool = False


class WrongError(Exception):
    """A request that gets no further; the sentence is made where the language is known."""

    def __init__(
        self,
        status: int,
        reason: str,
        sentence: Sentence,
        *,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.sentence = sentence
        self.field = field
        self.headers = headers or {}

    def told(self, words: Words) -> Wrong:
        return Wrong(self.status, self.reason, self.sentence(words), self.field, self.headers)


def malformed() -> WrongError:
    return WrongError(
        400,
        "malformed",
        lambda words: words("That could not be read; send it again from the page."),
    )


def wrong_field(field: str) -> WrongError:
    return WrongError(
        422,
        "wrong value",
        lambda words: words("{field} is missing or not of the right kind.", field=field),
        field=field,
    )


def not_joined() -> WrongError:
    return WrongError(
        401,
        "not joined",
        lambda words: words("Join the meeting first, with its link or code."),
    )


def not_you(sentence: Sentence) -> WrongError:
    return WrongError(403, "not you", sentence)


def foreign_origin() -> WrongError:
    return WrongError(
        403,
        "foreign origin",
        lambda words: words("This came from another site; do it from the meeting's own page."),
    )


def wrong_key() -> WrongError:
    return WrongError(
        403,
        "wrong key",
        lambda words: words(
            "This link does not open the meeting, or no longer; ask the organiser for a new one."
        ),
    )


def unknown_meeting() -> WrongError:
    return WrongError(
        404,
        "unknown meeting",
        lambda words: words("No meeting has this code; look at the invitation and try again."),
    )


def unknown_chat() -> WrongError:
    return WrongError(
        404,
        "unknown chat",
        lambda words: words("This chat belongs to no meeting yet; write the meeting's code."),
    )


def not_signed_in() -> WrongError:
    return WrongError(
        401,
        "not signed in",
        lambda words: words("Teams could not tell us who you are; join with your name."),
    )


def sign_in_lost() -> WrongError:
    return WrongError(
        403,
        "sign-in lost",
        lambda words: words(
            "You are not signed in; begin again from the meeting's page, within 10 minutes."
        ),
    )


def sign_in_unavailable() -> WrongError:
    return WrongError(
        503,
        "sign-in unavailable",
        lambda words: words(
            "Your organisation's sign-in does not answer; try again, or use your personal link."
        ),
        headers={"Retry-After": "10"},
    )


def not_in_programme() -> WrongError:
    return WrongError(
        403,
        "not in the programme",
        lambda words: words(
            "Your work account is neither a host's nor a speaker's here; take part with the code."
        ),
    )


def damaged_meeting() -> WrongError:
    return WrongError(
        503,
        "damaged meeting",
        lambda words: words(
            "This meeting cannot be opened; the operator must put it back from a backup."
        ),
        headers={"Retry-After": "60"},
    )


def no_such_thing() -> WrongError:
    return WrongError(404, "no such thing", lambda words: words("There is no such thing here."))


def not_that_way(allowed: str) -> WrongError:
    return WrongError(
        405,
        "method",
        lambda words: words("That cannot be done with this address."),
        headers={"Allow": allowed},
    )


def too_large() -> WrongError:
    return WrongError(
        413, "too large", lambda words: words("That is too much at once; make it shorter.")
    )


def too_large_file(name: str, most: int) -> WrongError:
    size = most // 2**20
    return WrongError(
        413,
        "too large",
        lambda words: words("{name} is larger than {n} MB; save it smaller.", name=name, n=size),
        field="file",
    )


def too_slow() -> WrongError:
    return WrongError(
        408, "too slow", lambda words: words("That took too long to arrive; send it again.")
    )


def wrong_type() -> WrongError:
    return WrongError(
        415, "content type", lambda words: words("Send JSON or a form; nothing else is read here.")
    )


def too_fast(wait: int) -> WrongError:
    return WrongError(
        429,
        "too fast",
        lambda words: words("That was too fast; wait {n} seconds and send it again.", n=wait),
        headers={"Retry-After": str(wait)},
    )


def store_full() -> WrongError:
    return WrongError(
        507,
        "store full",
        lambda words: words(
            "It could not be saved, the disk is full; nothing was changed, send it again later."
        ),
        headers={"Retry-After": "10"},
    )


def store_unavailable() -> WrongError:
    return WrongError(
        503,
        "store unavailable",
        lambda words: words("It could not be saved just now; nothing was changed, send it again."),
        headers={"Retry-After": "2"},
    )


def our_fault() -> WrongError:
    return WrongError(
        500,
        "our fault",
        lambda words: words("Something went wrong with us, and we have noted it; sorry."),
    )
