"""What a host does stands in the log with their name and its moment, and what undoes it as well."""

from datetime import timedelta

from meeting import commands as c
from meeting.decide import decide, recorded
from meeting.evolve import evolve
from meeting.ids import ItemId, PollId, QuestionId
from meeting.polls import PollKind, PollQuestion
from tests.given import ANNA, METTE, PETER, START, asked, command, given

Q1, Q2 = QuestionId("q1"), QuestionId("q2")
POLL = PollQuestion("Klar?", PollKind.CHOICE, ("Ja", "Nej"), hidden=False)
DONE = (
    c.StartMeeting(),
    c.NextItem(),
    c.GoBack(),
    c.ExtendItem(5),
    c.ShortenItem(2),
    c.LeaveOut(ItemId("item-4")),
    c.SwapItems(ItemId("item-5"), ItemId("item-6")),
    c.SetAutomatic(ItemId("item-3")),
    c.PauseMeeting(),
    c.ResumeMeeting(),
    c.UndoStep(),
    c.SetModeration(on=True),
    c.RouteQuestion(Q1, (PETER,)),
    c.AnswerQuestion(Q1, "Det gør vi."),
    c.Decline(Q2, "Hører ikke til her."),
    c.AskPoll(PollId("poll-1"), POLL),
    c.ClosePoll(PollId("poll-1")),
    c.DropPoll(PollId("poll-1")),
    c.OpenEvaluation(),
    c.ShowResults(shown=True),
    c.ShowResults(shown=False),
    c.CloseMeeting(),
    c.UndoStep(),
)


def test_each_thing_a_host_does_is_one_change_with_their_id_and_its_moment() -> None:
    meeting = given((ANNA, asked("Hvem?", "q1")), (ANNA, asked("Hvornår?", "q2")))
    log = []
    for number, deed in enumerate(DONE, 1):
        sent = command(METTE, deed, at=START + timedelta(seconds=number))
        log.append(recorded(sent, decide(meeting, sent)))
        meeting = evolve(meeting, log[-1])

    assert [change.by for change in log] == [METTE] * len(DONE)
    assert [change.at for change in log] == [
        START + timedelta(seconds=number) for number in range(1, len(DONE) + 1)
    ]
    assert [deed for deed, change in zip(DONE, log, strict=True) if not change.events] == []
    assert len({change.id for change in log}) == len(DONE)
