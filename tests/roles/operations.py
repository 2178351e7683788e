"""How each operation is done rightly, and what must have happened before it can be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import FormData

from dialogs.poll_words import COMMANDS as POLL_WORDS
from dialogs.poll_words import ShowPoll
from dialogs.understand import COMMANDS
from meeting import commands as c
from meeting.entry import seen_as
from meeting.ids import BallotKey, ItemId, PollId
from meeting.model import TroubleKind
from meeting.polls import PollKind, PollQuestion
from meeting.wishes import wish_id
from tests.drawing.seeing import SURE
from tests.given import BO, HANS, METTE, PETER, RASMUS, asked, demo_knowledge, demo_plan
from tests.roles.hall import ASKER, WAITING, Hall, question_of
from tests.web.test_deck_pages import FILE

Before = tuple[tuple[Any, object], ...]

Q1, Q2, Q5 = question_of("q1"), question_of("q2"), question_of("q5")
THREE = ItemId("3")
ENTRY = demo_knowledge().entries[0]
POLL, CLOUD = PollId("poll-1"), PollId("poll-2")
WISH = wish_id("Mere om data")

START: Before = ((METTE, c.StartMeeting()),)
GOING: Before = (*START, (METTE, c.NextItem()))
ANSWERED: Before = ((RASMUS, c.AnswerQuestion(Q1, "Kommunen.")),)
LEARNED: Before = (*ANSWERED, (RASMUS, c.LearnAnswer(Q1)))
KNOWN: Before = ((ASKER, asked("Hvad koster det?", "q5", sure=SURE)),)
OFFERED: Before = ((ASKER, asked("Hvad koster det?", "q5", offered=(ENTRY.id,))),)
MERGED: Before = ((METTE, c.MergeQuestions(Q1, Q2)),)
EVALUATING: Before = ((METTE, c.OpenEvaluation()),)
POLLED: Before = ((METTE, c.AskPoll(POLL, PollQuestion("Klar?", PollKind.SCALE))),)
SHOWN: Before = (
    (METTE, c.AskPoll(POLL, PollQuestion("Klar?", PollKind.SCALE))),
    (METTE, c.ShowPollResult(POLL)),
)
WORDS: Before = (
    (METTE, c.AskPoll(CLOUD, PollQuestion("Hvad?", PollKind.WORDS))),
    (None, c.AnswerPoll(CLOUD, BallotKey("b1"), ("klik",))),
)

BEFORE: Mapping[str, Before] = {
    **dict.fromkeys(("agenda.next", "agenda.extend", "agenda.shorten", "agenda.jump"), START),
    **dict.fromkeys(("agenda.pause", "agenda.end", "agenda.close", "agenda.cut"), START),
    **dict.fromkeys(("agenda.leave-out", "agenda.swap", "agenda.automatic"), START),
    **dict.fromkeys(("agenda.back", "agenda.undo"), GOING),
    "agenda.take-in": (*START, (METTE, c.LeaveOut(THREE))),
    "agenda.by-hand": (*START, (METTE, c.SetAutomatic(THREE))),
    "agenda.resume": (*START, (METTE, c.PauseMeeting())),
    "question.take-up": ((METTE, c.Decline(Q1, "Nej.")),),
    "question.approve": ((METTE, c.SetModeration(on=True)), (BO, asked("Må jeg?", "q6"))),
    "question.part": MERGED,
    "questions.let-through": ((METTE, c.SetModeration(on=True)),),
    "speaker.present": ((METTE, c.MarkAbsent(PETER, True)),),
    "trouble.settled": ((BO, c.ReportTrouble(TroubleKind.SOUND)),),
    "faq.learn": ANSWERED,
    "faq.forget": LEARNED,
    "faq.solved": KNOWN,
    "faq.ask-speaker": KNOWN,
    "faq.choose": OFFERED,
    **dict.fromkeys(("answered.yes", "answered.partly", "answered.no"), ANSWERED),
    **dict.fromkeys(
        (
            *("evaluation.close", "evaluation.remind", "evaluation.submit"),
            *("evaluation.show-results", "evaluation.hide-results"),
        ),
        EVALUATING,
    ),
    **dict.fromkeys(("poll.answer", "poll.close", "poll.show", "poll.drop"), POLLED),
    "poll.hide": SHOWN,
    "poll.strike": WORDS,
    "poll.give-back": (*WORDS, (METTE, c.StrikeWord(CLOUD, "klik"))),
}
DATA: Mapping[str, Mapping[str, object]] = {
    "agenda.extend": {"minutes": 5},
    "agenda.shorten": {"minutes": 2},
    "agenda.jump": {"item": 3},
    "agenda.leave-out": {"item": "3"},
    "agenda.take-in": {"item": "3"},
    "agenda.cut": {"cuts": "3:2"},
    "agenda.swap": {"item": "3", "with": "4"},
    "agenda.automatic": {"item": "4"},
    "agenda.by-hand": {"item": "3"},
    "speaker.message": {"to": PETER, "text": "Rund gerne af nu."},
    "speaker.absent": {"person": PETER},
    "speaker.present": {"person": PETER},
    "question.ask": {"text": "Hvor er det henne?"},
    "question.vote": {"question": Q2},
    "question.unvote": {"question": Q2},
    "question.answer": {"text": "Kommunen."},
    "question.route": {"to": PETER},
    "question.decline": {"reason": "Uden for emnet."},
    "question.edit": {"text": "Hvem ellers?"},
    "question.merge": {"into": Q2},
    "question.approve": {"question": question_of("q6")},
    "person.erase": {"person": BO},
    "link.withdraw": {"person": HANS},
    "faq.solved": {"question": Q5},
    "faq.ask-speaker": {"question": Q5},
    "faq.choose": {"question": Q5, "entry": ENTRY.id},
    "entry.save": {
        "question": "Hvornår?",
        "answer": "Nu.",
        "topic": "general",
        "seen": seen_as(None),
    },
    "entry.approve": {"entry": WAITING.id, "seen": seen_as(WAITING)},
    "entry.drop": {"entry": WAITING.id},
    "entry.take-out": {"entry": ENTRY.id},
    "wish.add": {"text": "Mere om udbud"},
    "wish.vote": {"wish": WISH},
    "wish.unvote": {"wish": WISH},
    "evaluation.submit": {"useful": "4"},
    "poll.ask": {"text": "Skal vi mødes? / ja / nej"},
    "poll.answer": {"poll": POLL, "answer": "1"},
    **{verb: {"poll": POLL} for verb in ("poll.close", "poll.show", "poll.hide", "poll.drop")},
    **{verb: {"poll": CLOUD, "word": "klik"} for verb in ("poll.strike", "poll.give-back")},
}


def pressed(verb: str, hall: Hall) -> dict[str, object]:
    """Give what a button of this verb carries."""
    data = {"question": Q1, **DATA.get(verb, {})}
    if verb == "speaker.seen":
        data["message"] = hall.states()[0].messages[0].id
    return data


# Words of the chat: what is said in full where the word alone says nothing, and what goes before.
SPOKEN: Mapping[str, str] = {
    "forlæng": "forlæng 5",
    "extend": "extend 5",
    "forkort": "forkort 2",
    "shorten": "shorten 2",
    "gå til": "gå til 3",
    "go to": "go to 3",
    "læs selv": "læs selv 3",
    "read yourself": "read-yourself 3",
    "tag med": "tag med 3",
    "take in": "take in 3",
    "byt": "byt 3 og 4",
    "swap": "swap 3 and 4",
    "emne:": "emne: Mere om udbud",
    "topic:": "topic: More on tenders",
    "afstemning:": "afstemning: Klar? / ja / nej",
    "poll:": "poll: Ready? / yes / no",
    "spørg": "spørg hvem der betaler",
    "ask": "ask who pays",
    "til KL:": "til KL: Hvem betaler?",
    "to KL:": "to KL: Who pays?",
}
WORD_BEFORE: Mapping[type, Before] = {  # by what a word is understood as
    ShowPoll: POLLED,
    c.StartMeeting: (),
    c.NextItem: START,
    c.GoBack: GOING,
    c.PauseMeeting: START,
    c.ResumeMeeting: BEFORE["agenda.resume"],
    c.UndoStep: GOING,
    c.CloseMeeting: START,
    c.OpenEvaluation: (),
    c.CloseEvaluation: EVALUATING,
    c.ClosePoll: POLLED,
    c.ShowPollResult: POLLED,
    c.ExtendItem: START,
    c.ShortenItem: START,
    c.JumpTo: START,
    c.LeaveOut: START,
    c.SwapItems: START,
}


@dataclass(frozen=True)
class Sent:
    """A request that does it; `form` makes a body that can be read once only."""

    json: object = None
    form: Callable[[], object] | None = None
    query: str = ""
    before: Before = ()

    @property
    def body(self) -> dict[str, object]:
        if self.form is not None:
            return {"data": self.form(), "headers": {"Accept": "text/html"}}
        return {} if self.json is None else {"json": self.json}


def _file(name: str, text: str) -> Callable[[], FormData]:
    def made() -> FormData:
        form = FormData()
        form.add_field("file", text.encode(), filename=name)
        return form

    return made


DECK = "Programledermøde april 2020\n\nProgram\n10.00 Velkomst\n10.10 UDK v. Rasmus Edelberg, KL\n"
BASE = "Spørgsmål;Svar;Emne;Gælder til\nHvem har nøglen?;Lars;udk;31-12-2037\n"
TAKEN = "what looking gave"  # a token that the test puts in
CODE = "the meeting's own code"
ROUTES: Mapping[tuple[str, str], Sent] = {
    ("POST", "/m/{code}/knowledge/file"): Sent(form=_file("nyt.csv", BASE)),
    ("POST", "/m/{code}/knowledge/take"): Sent(form=lambda: {"upload": TAKEN}),
    ("POST", "/m/{code}/deck/file"): Sent(form=_file("april.txt", DECK)),
    ("POST", "/m/{code}/deck/next"): Sent(form=dict),
    ("POST", "/m/{code}/deck/plan"): Sent(form=lambda: {"deck": TAKEN, "text": FILE}),
    ("POST", "/m/{code}/join"): Sent({"name": "Ny"}),
    ("GET", "/m/{code}/alike"): Sent(query="?text=Hvem"),
    ("POST", "/m/{code}/messages"): Sent({"text": "dagsorden"}),
    ("POST", "/m/{code}/questions"): Sent({"text": "Hvem så?", "show": "name"}),
    ("POST", "/m/{code}/evaluation"): Sent({"answers": {"useful": 4}}, before=EVALUATING),
    ("POST", "/m/{code}/polls/{id}/answer"): Sent({"answer": "1"}, before=POLLED),
    ("GET", "/m/{code}/polls/preview"): Sent(query="?text=Klar%3F+1-5"),
    ("POST", "/m/{code}/actions"): Sent({"verb": "agenda.show"}),
    ("GET", "/sign-in"): Sent(query=f"?code={demo_plan().code}"),
    ("GET", "/sign-in/done"): Sent(query="?code=a-code&state=made-up"),
    ("POST", "/tab/meeting"): Sent({"code": CODE}),
    ("POST", "/tab/meetings"): Sent({"token": "mette:"}),
    ("POST", "/tab/sign-in"): Sent({"token": "anna:", "code": CODE}),
}
ID = {"wishes": WISH, "questions": Q2, "polls": POLL}
KIND = {"knowledge.{kind}": "csv", "records.{kind}": "html"}


def filled(path: str) -> str:
    """Put something in that is there, but for the code."""
    for part, id_ in ID.items():
        path = path.replace(f"/{part}/{{id}}", f"/{part}/{id_}")
    for part, kind in KIND.items():
        path = path.replace(part, part.replace("{kind}", kind))
    return path


def words() -> list[str]:
    """Give every word of the chat that is a command, as the code has them."""
    return [*COMMANDS, *POLL_WORDS, *SPOKEN]
