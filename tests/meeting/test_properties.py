"""What holds for any sequence of commands."""

from datetime import timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from meeting import commands as c
from meeting.decide import decide, recorded, sealed
from meeting.evolve import evolve, fold
from meeting.ids import BallotKey, CommandId, PersonId, QuestionId
from meeting.model import Phase, TroubleKind
from meeting.question import Got, Show
from meeting.refusals import RefusedError
from meeting.tally import restored
from tests.given import ANNA, BO, KELD, METTE, PETER, RASMUS, START, planned

PEOPLE = st.sampled_from([None, ANNA, BO, KELD, METTE, PETER, RASMUS, PersonId("p-nobody")])
QUESTIONS = st.sampled_from([QuestionId(f"q{n}") for n in range(4)])
DEEDS = st.one_of(
    st.just(c.OpenMeeting()),
    st.just(c.StartMeeting()),
    st.just(c.NextItem()),
    st.just(c.GoBack()),
    st.builds(c.ExtendItem, st.integers(-5, 70)),
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
    st.builds(c.ReturnQuestion, QUESTIONS),
    st.builds(c.ApproveQuestion, QUESTIONS),
    st.builds(c.SetModeration, st.booleans()),
    st.builds(c.MarkAbsent, st.sampled_from([KELD, RASMUS, BO]), st.booleans()),
    st.builds(c.ReportTrouble, st.sampled_from(list(TroubleKind))),
    st.just(c.SettleTrouble()),
    st.builds(c.ProposeTopic, st.sampled_from(["", "Mere KLIK"])),
    st.just(c.OpenEvaluation()),
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
