"""What Teams tells of the app: its entry in the app store, and the words that its bot offers."""

from dataclasses import dataclass

from dialogs.words import Words

NAME = "Ordstyrer"


@dataclass(frozen=True, slots=True)
class Offered:
    """A word that Teams puts into the message field when it is picked from the bot's list."""

    word: str
    about: str


def full_name(words: Words) -> str:
    """Give the name with what it does, at most 100 characters."""
    return words("Ordstyrer: agenda, questions and evaluation")


def in_short(words: Words) -> str:
    """Give the line under the name, at most 80 characters."""
    return words("The meeting's agenda, questions to the right speaker, and the evaluation.")


def in_full(words: Words, operator: str | None, *, hears_all: bool) -> str:
    """Give the whole description: what it does, who runs it, and what it hears of a chat."""
    does = words(
        "Ordstyrer runs the live part of a meeting. It shows where the agenda is, takes questions"
        " in plain words and sees that the right speaker gets them, answers what is already known,"
        " and closes with the evaluation. The same meeting stands in the chat, as a tab, on the"
        " shared screen and in any browser."
    )
    return "\n\n".join([does, _runs(words, operator), _hears(words, hears_all=hears_all)])


def _runs(words: Words, operator: str | None) -> str:
    if operator is None:
        return words("What is kept lies on the server of whoever runs the app.")
    return words("{operator} runs it. What is kept lies on its server.", operator=operator)


def _hears(words: Words, *, hears_all: bool) -> str:
    if hears_all:
        return words(
            "It reads along in the chats and channels that it is added to, so that questions need"
            " no mention. What is neither a question nor said to it is not kept."
        )
    return words("Among others it hears only messages that mention it.")


def offered(words: Words) -> tuple[Offered, ...]:
    """Give the words that anybody, or a host, says to the bot; some begin what one goes on with."""

    def say(danish: str, english: str) -> str:
        return danish if words.language == "da" else english

    return (
        Offered(say("dagsorden", "agenda"), words("All items with times, and what is on")),
        Offered(say("spørg", "ask"), words("Ask, and the right speaker gets it")),
        Offered(say("til", "to"), words("to UDK: … - ask somebody in particular")),
        Offered(say("mine spørgsmål", "my questions"), words("What became of my questions")),
        Offered(say("emne:", "topic:"), words("A wish for the next meeting")),
        Offered(say("hjælp", "help"), words("What can be said here")),
        Offered(say("start", "start"), words("Host: start the meeting")),
        Offered(say("næste", "next"), words("Host: go on to the next item")),
        Offered(say("tilbage", "back"), words("Host: go back to the item before")),
        Offered(say("forlæng 5", "extend 5"), words("Host: give this item five minutes more")),
        Offered(say("evaluering", "evaluation"), words("Host: open the evaluation")),
        Offered(say("luk", "close"), words("Host: close the meeting")),
    )
