"""Wishes for the next meeting, each with the vote that changes something."""

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from dialogs import replies as r
from dialogs.wishing import wishes
from dialogs.words import Words
from meeting.wishes import WishView

LISTED = 12


def wishes_card(reply: r.Wishes, frame: Frame) -> Element:
    words = frame.words

    def build(count: int) -> Element:
        title = words("Wishes for the next meeting")
        body = [*([el.note(reply.note)] if reply.note else [])]
        body.append(el.words_block(title, size="Large", weight="Bolder", style="heading"))
        body += [_entry(wish, words) for wish in reply.wishes[:count]]
        if (left := len(reply.wishes) - count) > 0:
            body.append(el.words_block(words("… and {n} more on the meeting's page", n=left)))
        if not reply.wishes:
            body.append(el.words_block(wishes(reply, words)))
        return el.card(words.language, body, fallback=wishes(reply, words))

    return el.fitted(build, min(len(reply.wishes), LISTED))


def _entry(wish: WishView, words: Words) -> Element:
    verb = "wish.unvote" if wish.voted else "wish.vote"
    title = "Take my vote back ({n})" if wish.voted else "Vote ({n})"
    press = el.button(words.text(title).format(n=wish.votes), verb, wish=wish.id)
    return el.group(el.line(el.run(wish.text)), el.buttons(press), separator=True)
