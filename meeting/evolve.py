"""The fold: a state and a change make the next state. No rule is checked here."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from itertools import groupby
from typing import assert_never

from immutables import Map, MapMutation

from meeting import events as e
from meeting.agenda_fold import UNDOABLE, agenda, remembering
from meeting.closing_fold import keeping_close, reopened
from meeting.entry_fold import entries
from meeting.ids import PersonId, QuestionId
from meeting.item import Span
from meeting.ledger_fold import ledger
from meeting.model import Meeting, Person, Phase, Plan
from meeting.planning import keeping
from meeting.poll_fold import polling
from meeting.speaker_fold import speaking
from meeting.tally import carried, cast, closed, pictured
from meeting.wishes import wish_id


def fold(changes: Iterable[e.Change]) -> Meeting | None:
    """Rebuild a meeting from its whole log; None if there is no log.

    Most of a long log is votes, so a run of them is applied at once: a tenth of the time.
    """
    log = iter(changes)
    first = next(log, None)
    if first is None:
        return None
    state = begin(first)
    for are_votes, run in groupby(log, _is_vote):
        state = (_voted if are_votes else _evolved)(state, run)
    return state


def _evolved(state: Meeting, run: Iterable[e.Change]) -> Meeting:
    return reduce(evolve, run, state)


def _is_vote(change: e.Change) -> bool:
    return len(change.events) == 1 and isinstance(change.events[0], e.VoteCast)


def _voted(state: Meeting, run: Iterable[e.Change]) -> Meeting:
    """Apply changes that are one vote each, as `evolve` would one by one."""
    version, at, seen = state.version, state.at, state.seen.mutate()
    voters: dict[QuestionId, MapMutation[PersonId, bool]] = {}
    for change in run:
        version, at = version + 1, max(at, change.at)
        seen[change.id] = version
        match change.events:
            case (e.VoteCast(question, person),):
                if question not in voters:
                    voters[question] = state.votes.get(question, Map()).mutate()
                voters[question][person] = True
            case _:
                raise ValueError("not one vote")
    votes = state.votes.update(
        {question: mutation.finish() for question, mutation in voters.items()}
    )
    return replace(state, version=version, at=at, seen=seen.finish(), votes=votes)


def begin(change: e.Change) -> Meeting:
    """Make the state from the first change of a log, which plans the meeting."""
    match change.events:
        case (e.MeetingPlanned(plan), *rest):
            state = planned(plan, change)
            for event in rest:
                state = apply(state, event, change)
            return state
        case _:
            raise ValueError("a log begins with MeetingPlanned")


def evolve(state: Meeting, change: e.Change) -> Meeting:
    """Apply one change: all its events, one version up."""
    before, version = state, state.version + 1
    state = replace(
        state, version=version, at=max(state.at, change.at), seen=state.seen.set(change.id, version)
    )
    if any(isinstance(event, UNDOABLE) for event in change.events):
        state = remembering(state)
    for event in change.events:
        state = apply(state, event, change)
    return keeping_close(before, state, change)


def planned(plan: Plan, change: e.Change) -> Meeting:
    return Meeting(
        plan=plan,
        created=change.at,
        at=change.at,
        actual=(Span(),) * len(plan.items),
        extended=(timedelta(),) * len(plan.items),
        rested=(timedelta(),) * len(plan.items),
        elsewhere=(timedelta(),) * len(plan.items),
        automatic=frozenset(item.id for item in plan.items if item.automatic),
        people=Map({person.id: person for person in plan.people}),
        moderated=plan.moderated,
        seen=Map({change.id: 1}),
    )


def apply(state: Meeting, event: e.Event, change: e.Change) -> Meeting:
    match event:
        case e.MeetingPlanned(plan):
            return _replanned(replace(state, stepped=state.version), plan, change)
        case e.MeetingOpened() | e.MeetingClosed() | e.MeetingReopened():
            return _at_the_doors(replace(state, stepped=state.version), event, change)
        case (
            e.ItemStarted()
            | e.ItemEnded()
            | e.ItemReopened()
            | e.ItemExtended()
            | e.ItemLeftOut()
            | e.MeetingPaused()
            | e.MeetingResumed()
            | e.ItemsSwapped()
            | e.AutomaticSet()
            | e.StepUndone()
        ):
            return agenda(replace(state, stepped=state.version), event, change)
        case (
            e.PersonArrived()
            | e.Signalled()
            | e.SpeakerMessaged()
            | e.MessageSeen()
            | e.LinkWithdrawn()
        ):
            return speaking(state, event, change)
        case e.EntryWritten() | e.EntryTakenOut() | e.EntryDropped():
            return entries(state, event, change)
        case e.PersonJoined(person):
            return _joined(state, person)
        case e.PersonErased() | e.DataErased():
            return _erased(state, event)
        case e.TopicProposed() | e.WishVoted():
            return _wished(state, event)
        case (
            e.EvaluationOpened()
            | e.BallotCast()
            | e.EvaluationCounted()
            | e.SumsCarried()
            | e.EvaluationClosed()
            | e.ResultsShown()
            | e.EvaluationReminded()
        ):
            return _evaluation(state, event)
        case (
            e.PollAsked()
            | e.PollAnswered()
            | e.PollCounted()
            | e.PollSumsCarried()
            | e.PollClosed()
            | e.PollResultShown()
            | e.WordStruck()
            | e.PollDropped()
        ):
            return polling(state, event)
        case _:
            return ledger(state, event, change)


def _at_the_doors(
    state: Meeting, event: e.MeetingOpened | e.MeetingClosed | e.MeetingReopened, change: e.Change
) -> Meeting:
    match event:
        case e.MeetingOpened():
            return replace(state, phase=Phase.OPEN)
        case e.MeetingClosed():
            over = replace(state, phase=Phase.CLOSED, current=None, paused=None, undoable=())
            return replace(over, closed=change.at)
        case e.MeetingReopened():
            return reopened(state)


def _erased(state: Meeting, event: e.ErasingEvent) -> Meeting:
    """Note what has had its time; of a person nothing is left to be noted."""
    if isinstance(event, e.PersonErased):
        return state
    return replace(state, erased=state.erased | {event.data})


def _wished(state: Meeting, event: e.TopicProposed | e.WishVoted) -> Meeting:
    match event:
        case e.TopicProposed(text):
            wished = state.wished.set(wish_id(text), Map())
            return replace(state, proposals=(*state.proposals, text), wished=wished)
        case e.WishVoted(wish, person, wanted):
            voters = state.wished[wish]
            voters = voters.set(person, True) if wanted else voters.delete(person)
            return replace(state, wished=state.wished.set(wish, voters))


def _joined(state: Meeting, person: Person) -> Meeting:
    joined = replace(state, people=state.people.set(person.id, person))
    return joined.represented_by(person.organisation)


def _replanned(state: Meeting, plan: Plan, change: e.Change) -> Meeting:
    """Take a new plan; what hosts had changed for this run stays, as far as it still fits."""
    fresh = planned(plan, change)
    kept = keeping(state, plan)
    return replace(
        kept,
        actual=fresh.actual,
        extended=fresh.extended,
        rested=fresh.rested,
        elsewhere=fresh.elsewhere,
        undoable=(),
        people=state.people.update(fresh.people),
    )


def _evaluation(state: Meeting, event: e.EvaluationEvent) -> Meeting:
    before = state.evaluation
    match event:
        case e.EvaluationOpened():
            return replace(state, evaluation=replace(before, open=True))
        case e.BallotCast(ballot, answers):
            # The log keeps it empty: at a replay the ballots come from beside the log.
            after = before if ballot is None else cast(before, ballot, answers)
            return replace(state, evaluation=after)
        case e.EvaluationCounted():
            return replace(state, evaluation=pictured(before, event))
        case e.SumsCarried():
            return replace(state, evaluation=carried(before, event))
        case e.EvaluationClosed():
            return replace(state, evaluation=closed(before, event))
        case e.EvaluationReminded():
            return replace(state, evaluation=replace(before, reminded=before.reminded + 1))
        case e.ResultsShown(shown):
            return replace(state, evaluation=replace(before, shown=shown))
        case _:
            assert_never(event)
