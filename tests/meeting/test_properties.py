"""What holds for any sequence of commands."""

from datetime import timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from meeting import commands as c
from meeting.agenda import expected
from meeting.decide import decide, recorded, sealed
from meeting.evolve import evolve, fold
from meeting.ids import BallotKey, CommandId, ItemId, PersonId, PollId, QuestionId
from meeting.item import Mark
from meeting.model import Phase, TroubleKind
from meeting.poll_tally import restored as restored_polls
from meeting.polls import PollKind, PollQuestion
from meeting.proposals import proposals
from meeting.question import Got, Show
from meeting.refusals import RefusedError
from meeting.tally import restored
from tests.given import ANNA, BO, KELD, METTE, PETER, RASMUS, START, command, done, planned

PEOPLE = st.sampled_from([None, ANNA, BO, KELD, METTE, PETER, RASMUS, PersonId("p-nobody")])
POLLS = st.sampled_from([PollId("poll-1"), PollId("poll-2")])
ASKED = [
    PollQuestion("Mødes?", PollKind.CHOICE, ("Ja", "Nej"), hidden=False),
    PollQuestion("Klar?", PollKind.SCALE),
    PollQuestion("Hvad?", PollKind.WORDS),
    PollQuestion("Først?", PollKind.RANKING, ("A", "B")),
]
QUESTIONS = st.sampled_from([QuestionId(f"q{n}") for n in range(4)])
DEEDS = st.one_of(
    st.just(c.OpenMeeting()),
    st.just(c.StartMeeting()),
    st.just(c.NextItem()),
    st.just(c.GoBack()),
    st.builds(c.ExtendItem, st.integers(-5, 70)),
    st.builds(c.JumpTo, st.sampled_from([ItemId(str(n)) for n in (1, 4, 8, 9)])),
    st.builds(c.LeaveOut, st.sampled_from([ItemId(str(n)) for n in (2, 3, 8)]), st.booleans()),
    st.just(c.UndoStep()),
    st.just(c.PauseMeeting()),
    st.just(c.ResumeMeeting()),
    st.builds(c.SwapItems, st.just(ItemId("3")), st.sampled_from([ItemId("4"), ItemId("8")])),
    st.just(c.Arrive()),
    st.builds(c.Signal, st.just(ItemId("2")), st.sampled_from(list(Mark))),
    st.builds(c.MessageSpeaker, st.sampled_from([PETER, BO]), st.just("Rund gerne af.")),
    st.just(c.CloseMeeting()),
    st.builds(c.Join, st.sampled_from([None, "Anna"]), st.sampled_from([None, "Odense"])),
    st.builds(
        c.AskQuestion,
        QUESTIONS,
        st.sampled_from(["Hvornår?", "", "Hvad koster det?"]),
        st.sampled_from(list(Show)),
        topic=st.sampled_from([None, "udk", "drift"]),
    ),
    st.builds(c.Vote, QUESTIONS),
    st.builds(c.Unvote, QUESTIONS),
    st.builds(c.RouteQuestion, QUESTIONS, st.sampled_from([(), (KELD,), (BO,)])),
    st.builds(c.PutOn, QUESTIONS),
    st.builds(c.AnswerQuestion, QUESTIONS, st.sampled_from([None, "Ja", ""])),
    st.builds(c.FollowUp, QUESTIONS),
    st.builds(c.Decline, QUESTIONS, st.sampled_from(["", "Ikke nu"])),
    st.builds(c.RateAnswer, QUESTIONS, st.sampled_from(list(Got))),
    st.builds(c.EditQuestion, QUESTIONS, st.sampled_from(["", "Hvor?"])),
    st.builds(c.WithdrawQuestion, QUESTIONS),
    st.builds(c.MergeQuestions, QUESTIONS, QUESTIONS),
    st.builds(c.PartQuestion, QUESTIONS),
    st.builds(c.LearnAnswer, QUESTIONS, st.booleans()),
    st.builds(c.ReturnQuestion, QUESTIONS),
    st.builds(c.ApproveQuestion, QUESTIONS),
    st.builds(c.SetModeration, st.booleans()),
    st.builds(c.MarkAbsent, st.sampled_from([KELD, RASMUS, BO]), st.booleans()),
    st.builds(c.ReportTrouble, st.sampled_from(list(TroubleKind))),
    st.just(c.SettleTrouble()),
    st.builds(c.ProposeTopic, st.sampled_from(["", "Mere KLIK"])),
    st.just(c.OpenEvaluation()),
    st.builds(c.AskPoll, POLLS, st.sampled_from(ASKED), st.none(), st.one_of(st.none(), POLLS)),
    st.builds(c.ClosePoll, st.one_of(st.none(), POLLS), st.booleans()),
    st.builds(c.ShowPollResult, st.one_of(st.none(), POLLS), st.booleans()),
    st.builds(c.DropPoll, POLLS),
    st.builds(
        c.AnswerPoll,
        POLLS,
        st.sampled_from([BallotKey("a"), BallotKey("b")]),
        st.sampled_from([(), ("1",), ("2", "1"), ("9",), ("klik", "valg")]),
    ),
    st.builds(c.ShowResults, st.booleans()),
    st.builds(
        c.CastBallot,
        st.sampled_from([BallotKey("a"), BallotKey("b")]),
        st.dictionaries(
            st.sampled_from(["useful", "comment", "weather"]),
            st.sampled_from([(), ("4",), ("9",)]),
            max_size=2,
        ),
    ),
)
COMMANDS = st.lists(
    st.tuples(PEOPLE, DEEDS, st.integers(0, 60), st.one_of(st.none(), st.integers(0, 12))),
    max_size=40,
)


def played(script):
    """First and last state, the log and what was sent; question ids are taken once."""
    start = planned()
    state, log, sent = start, [], []
    taken: set[QuestionId] = set()
    for number, (by, deed, minute, version) in enumerate(script):
        if isinstance(deed, c.AskQuestion) and deed.question in taken:
            continue
        command = c.Command(
            CommandId(f"x{number}"), START + timedelta(minutes=minute), by, deed, version
        )
        try:
            events = decide(state, command)
        except RefusedError:
            continue
        if isinstance(deed, c.AskQuestion):
            taken.add(deed.question)
        sent.append(command)
        if events:
            change = recorded(command, events)
            state = evolve(state, change)
            log.append(change)
    return start, state, log, sent


@settings(max_examples=150, deadline=None)
@for_all(COMMANDS)
def test_state_is_the_fold_of_the_log_and_the_ballots_beside_it(script):
    replayed, state, log, _ = played(script)

    for change in map(sealed, log):
        replayed = evolve(replayed, change)
    if not replayed.evaluation.closed:
        replayed = restored(replayed, state.evaluation.ballots)
    for poll in (one for one in state.polls if one.open):
        ballots = {key: {poll.id: values} for key, values in poll.ballots.items()}
        replayed = restored_polls(replayed, ballots)

    assert replayed == state


@settings(max_examples=150, deadline=None)
@for_all(COMMANDS)
def test_no_command_has_an_effect_twice(script):
    _, state, _, sent = played(script)

    assert [decide(state, command) for command in sent if command.id in state.seen] == [
        () for command in sent if command.id in state.seen
    ]


@settings(max_examples=150, deadline=None)
@for_all(COMMANDS)
def test_every_change_is_one_version_and_one_item_at_most_is_on(script):
    _, state, log, _ = played(script)

    assert state.version == 1 + len(log)
    on = [span for span in state.actual if span.start is not None and span.end is None]
    assert len(on) == (1 if state.phase is Phase.RUNNING else 0)


@settings(max_examples=150, deadline=None)
@for_all(COMMANDS)
def test_sums_equal_the_ballots_and_votes_never_exceed_the_people(script):
    _, state, _, _ = played(script)

    if not state.evaluation.closed:
        assert state.evaluation.responses == len(state.evaluation.ballots)
        for question, counts in state.evaluation.counts.items():
            cast = [b[question] for b in state.evaluation.ballots.values() if question in b]
            assert sum(counts.values()) == len(cast)
    for voters in state.votes.values():
        assert set(voters) <= set(state.people)


def test_a_log_without_a_plan_is_no_meeting():
    assert fold([]) is None


ITEMS = st.sampled_from([ItemId(str(n)) for n in range(10)])
STEPS = st.one_of(
    st.just(c.StartMeeting()),
    st.just(c.NextItem()),
    st.just(c.GoBack()),
    st.just(c.UndoStep()),
    st.builds(c.ExtendItem, st.integers(1, 20)),
    st.builds(c.ShortenItem, st.integers(1, 20)),
    st.builds(c.JumpTo, ITEMS),
    st.builds(c.LeaveOut, ITEMS, st.booleans()),
    st.just(c.PauseMeeting()),
    st.just(c.ResumeMeeting()),
    st.builds(c.SwapItems, ITEMS, ITEMS),
    st.builds(c.SetAutomatic, ITEMS, st.booleans()),
)
STEERED = st.lists(st.tuples(STEPS, st.floats(0, 12)), max_size=25)


def steered(script):
    """A meeting that hosts have steered so, each step so many minutes after the one before."""
    meeting, now = planned(), START
    for deed, later in script:
        now += timedelta(minutes=later)
        try:
            meeting = done(meeting, command(METTE, deed, at=now))
        except RefusedError:
            continue
    return meeting, now


@settings(max_examples=300, deadline=None)
@for_all(STEERED)
def test_what_has_not_begun_is_never_expected_before_now_and_in_order(script):
    meeting, now = steered(script)

    waiting = [
        one
        for one, span in zip(expected(meeting, now), meeting.actual, strict=True)
        if span.start is None
    ]

    if meeting.current is not None:
        after = expected(meeting, now)[meeting.current + 1 :]
        unbegun = [one for one in after if one in waiting]
        assert all(one.start >= now for one in unbegun)
    assert all(one.end >= one.start for one in waiting)
    starts = [one.start for one in waiting]
    assert starts == sorted(starts)


@settings(max_examples=300, deadline=None)
@for_all(STEERED)
def test_actual_minutes_add_up_to_the_time_since_the_start_less_when_nothing_was_on(script):
    meeting, now, began, idle = planned(), START, None, timedelta()
    for deed, later in script:
        if meeting.phase is Phase.CLOSING:
            idle += timedelta(minutes=later)
        now += timedelta(minutes=later)
        before = meeting
        try:
            meeting = done(meeting, command(METTE, deed, at=now))
        except RefusedError:
            continue
        began = began or (now if meeting.phase is Phase.RUNNING else None)
        if isinstance(deed, c.UndoStep) and meeting is not before:
            return  # what is undone has not been, so its time is somebody else's

    spans = zip(meeting.actual, meeting.elsewhere, strict=True)
    ran = [(s.end or now) - s.start - away for s, away in spans if s.start]
    kinds = {type(deed) for deed, _ in script}
    # `back` drops the time of what it leaves; if that was gone to before, it was not the latest.
    if began is not None and not {c.GoBack, c.JumpTo} <= kinds:
        assert sum(ran, timedelta()) == now - began - idle


@settings(max_examples=300, deadline=None)
@for_all(STEERED)
def test_at_most_one_item_is_on_and_it_is_the_current_one(script):
    meeting, _ = steered(script)

    on = [n for n, span in enumerate(meeting.actual) if span.start and not span.end]

    assert on == ([] if meeting.current is None else [meeting.current])


@settings(max_examples=300, deadline=None)
@for_all(STEERED, st.floats(0, 30))
def test_an_accepted_proposal_that_holds_keeps_the_protected_time_and_minutes(script, later):
    meeting, now = steered(script)
    now += timedelta(minutes=later)

    for proposal in proposals(meeting, now):
        after = done(meeting, command(METTE, proposal.deed, at=now))
        index = meeting.plan.items.index(proposal.protected)
        then = expected(after, now)[index]
        assert proposal.holds is (then.start <= proposal.protected.start)
        assert then.start <= proposal.start
        assert then.end - then.start == proposal.protected.duration + meeting.extended[index]


@settings(max_examples=200, deadline=None)
@for_all(STEERED, STEPS)
def test_undo_takes_back_exactly_the_latest_step(script, deed):
    meeting, now = steered(script)
    try:
        after = done(meeting, command(METTE, deed, at=now))
    except RefusedError:
        return
    if after is meeting or isinstance(deed, c.UndoStep):
        return

    undone = done(after, command(METTE, c.UndoStep(), at=now))

    kept = ("phase", "current", "actual", "extended", "left_out")
    assert [getattr(undone, name) for name in kept] == [getattr(meeting, name) for name in kept]
