"""What the knowledge base says: a sure answer, or what may be meant; always with a way on."""

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from dialogs.replies import DidYouMean, Known
from dialogs.telling import did_you_mean, known
from meeting.ids import QuestionId


def known_card(reply: Known, frame: Frame, note: str | None = None) -> Element:
    words = frame.words
    body = [
        *([el.note(note)] if note else []),
        el.subtle(words("You asked: {text}", text=el.shortened(reply.asked))),
        el.line(el.run(reply.text, most=el.LONG), spacing="Small"),
    ]
    source = (words("Source: {source}", source=reply.source),) if reply.source else ()
    if rests_on := reply.rests_on or source:
        body.append(el.subtle(" · ".join(rests_on)))
    body.append(el.words_block(words("Did it help?"), weight="Bolder"))
    yes = el.button(words("Yes, thank you"), "faq.solved", question=reply.question)
    actions = (yes, _ask_speaker(reply.question, frame))
    return el.card(words.language, body, actions, fallback=known(reply, words))


def did_you_mean_card(reply: DidYouMean, frame: Frame, note: str | None = None) -> Element:
    words = frame.words
    body = [
        *([el.note(note)] if note else []),
        el.subtle(words("You asked: {text}", text=el.shortened(reply.asked))),
        el.words_block(words("Did you mean:"), weight="Bolder"),
    ]
    for number, choice in enumerate(reply.choices, 1):
        show = el.button(
            words("Show answer {n}", n=number),
            "faq.choose",
            question=reply.question,
            entry=choice.entry,
        )
        body.append(el.group(el.line(el.run(f"{number}. {choice.question}")), el.buttons(show)))
    actions = (_ask_speaker(reply.question, frame),)
    return el.card(words.language, body, actions, fallback=did_you_mean(reply, words))


def _ask_speaker(question: QuestionId, frame: Frame) -> Element:
    return el.button(frame.words("Ask the speaker"), "faq.ask-speaker", question=question)
