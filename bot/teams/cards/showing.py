"""Which card shows a reply that is looked at more than read."""

from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from bot.teams.cards.evaluation import evaluation_card
from bot.teams.cards.faq import did_you_mean_card, known_card
from bot.teams.cards.polling import poll_card
from bot.teams.cards.questions import mine_card
from bot.teams.cards.wishes import wishes_card
from dialogs import replies as r

Looked = r.Known | r.DidYouMean | r.Mine | r.Wishes | r.Evaluation | r.RoomPoll


def card_of(reply: Looked, frame: Frame) -> Element:
    match reply:
        case r.Known():
            return known_card(reply, frame)
        case r.DidYouMean():
            return did_you_mean_card(reply, frame)
        case r.Mine(questions, elsewhere):
            return mine_card(questions, frame, elsewhere)
        case r.Wishes():
            return wishes_card(reply, frame)
        case r.Evaluation(evaluation):
            return evaluation_card(evaluation, frame)
        case r.RoomPoll(poll, note):
            return poll_card(poll, frame, note)
