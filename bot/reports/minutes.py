"""A meeting's minutes as a paper: what was on, asked, answered, promised, rated, and wished for.

They are sent round, so there is nothing in them that its author did not choose to show, and no
result that fewer than five stand behind. The same paper is written as Word and as a web page.
"""

from datetime import datetime

from bot.reports.account import Account
from bot.reports.agenda import agenda_table, minutes_taken, ran
from bot.reports.developed import developed
from bot.reports.discussed import discussed, told
from bot.reports.paper import Bar, Bars, Block, Listing, Note, Paper, Section
from bot.reports.polled import polled
from bot.reports.promised import deadlines, kept_list, open_list
from bot.reports.rated import Rated, rated
from dialogs.evaluating import turnout_line, until_line
from dialogs.wishing import wish_line
from dialogs.words import Words
from meeting.evaluation import Kind
from meeting.model import Person, Phase
from meeting.question import QuestionState
from meeting.turnout import participants

ENDS = {
    "{n} answered": QuestionState.ANSWERED,
    "{n} to be followed up": QuestionState.FOLLOW_UP,
    "{n} for the next meeting": QuestionState.CARRIED,
    "{n} declined": QuestionState.DECLINED,
}
UNANSWERED = "{n} without an answer yet"


def minutes(account: Account) -> Paper:
    """Write them; what an account is about alone has neither evaluation nor wishes."""
    words, plan = account.words, account.meeting.plan
    foot = words("{title}, {day}", title=plan.title, day=words.date(plan.start))
    return Paper(
        title=plan.title,
        subtitle=subtitle(account),
        locale=words.locale,
        at=account.at,
        authors=", ".join(person.name or "" for person in chairs(account)),
        facts=facts(account),
        sections=tuple(_sections(account)),
        foot=foot,
    )


def subtitle(account: Account) -> str:
    """Say what of the meeting it is, and first that it is of a rehearsal if so."""
    found = _subtitle(account)
    if not account.meeting.plan.rehearsal:
        return found
    simulated = account.words("Rehearsal with simulated participants")
    return f"{simulated}. {found}"


def _subtitle(account: Account) -> str:
    words, whose = account.words, account.whose
    if whose is not None and whose.speaker is not None:
        return words("Questions for {name}", name=words.person(whose.speaker))
    if whose is not None:
        return words("Questions from {name}", name=_organisation(account))
    if account.meeting.phase is Phase.CLOSED:
        return words("Minutes")
    now = words.time(account.at)
    return words("Draft minutes: the meeting is not over, this is how it stood at {time}", time=now)


def _organisation(account: Account) -> str:
    """Name the organisation as those who asked for it have written it."""
    written = (q.organisation for q in account.questions if q.organisation)
    return next(written, "")


def facts(account: Account) -> tuple[tuple[str, str], ...]:
    words, plan = account.words, account.meeting.plan
    speakers = (person for item in account.view.agenda for person in item.speakers)
    lines = {
        words("Day"): words.long_day(plan.start),
        words("Time"): _times(account),
        words("Place"): words("Online, code {code}", code=plan.code),
        words("Chair"): words.people(chairs(account)),
        words("Speakers"): words.people(tuple(dict.fromkeys(speakers))),
        words("Took part"): _took_part(account),
    }
    return tuple((label, text) for label, text in lines.items() if text)


def _times(account: Account) -> str:
    words, agenda = account.words, account.view.agenda
    planned = _span(agenda[0].planned.start, agenda[-1].planned.end, words)
    begun, ended = ran(account)
    if begun is None:
        return planned
    actual = _span(begun, ended, words)
    return words("{actual} (planned {planned})", actual=actual, planned=planned)


def _span(start: datetime, end: datetime | None, words: Words) -> str:
    return f"{words.time(start)}–{words.time(end) if end else ''}"  # noqa: RUF001


def chairs(account: Account) -> tuple[Person, ...]:
    """Name the hosts who were seen; where none was, those who were to chair."""
    meeting = account.meeting
    there = [host for host in meeting.plan.hosts if host in meeting.here]
    return tuple(map(meeting.person, there or meeting.plan.hosts))


def _took_part(account: Account) -> str:
    meeting, words = account.meeting, account.words
    there = participants(meeting)
    if not there:
        return ""
    people = words.count("1 participant", "{n} participants", len(there))
    organisations = len({person.organisation.casefold() for person in there if person.organisation})
    if not organisations:
        return people
    of = words.count("1 organisation", "{n} organisations", organisations)
    return words("{people} from {organisations}", people=people, organisations=of)


def _sections(account: Account) -> list[Section]:
    words = account.words
    asked = discussed(account) or (Note(words("No questions were asked.")),)
    whole = account.whose is None
    found = (
        Section(words("In short"), _short(account) if whole else ()),
        Section(words("Agenda"), (agenda_table(account),)),
        Section(words("Questions and answers"), asked),
        Section(words("Still open"), open_list(account)),
        Section(words("Promises"), kept_list(account)),
        Section(words("Deadlines"), deadlines(account) if whole else ()),
        Section(words("Polls"), polled(account) if whole else ()),
        Section(words("Evaluation"), _evaluation(account) if whole else ()),
        Section(words("Over the editions"), developed(account)),
        Section(words("Wishes for the next meeting"), _wishes(account) if whole else ()),
    )
    return [section for section in found if section.blocks]


def _short(account: Account) -> tuple[Block, ...]:
    words, questions = account.words, told(account)
    numbers = {end: sum(q.state is state for q in questions) for end, state in ENDS.items()}
    numbers[UNANSWERED] = len(questions) - sum(numbers.values())
    parts = ", ".join(words(end, n=n) for end, n in numbers.items() if n)
    asked = words.count("1 question", "{n} questions", len(questions))
    responses = account.view.evaluation.responses
    lines = (
        minutes_taken(account),
        f"{asked}: {parts}." if questions else "",
        words.count("1 response to the evaluation.", "{n} responses to the evaluation.", responses)
        if responses
        else "",
    )
    return (Listing(tuple(filter(None, lines))),)


def _evaluation(account: Account) -> tuple[Block, ...]:
    words, poll = account.words, account.view.evaluation
    shown = [one for one in rated(account) if one.kind is not Kind.TEXT]
    if not (poll.open or poll.closed) or (account.public and not shown):
        return ()
    if not poll.responses:
        return (Note(words("No answers.")),)
    lines = (f"{turnout_line(poll.turnout, words)}.", until_line(poll, words))
    return (*map(Note, filter(None, lines)), *(_bars(one, words) for one in shown))


def _bars(one: Rated, words: Words) -> Block:
    if one.hidden:
        return Bars(one.text, words("Too few answers to be shown."), ())
    about = words.count("{n} answer", "{n} answers", one.answers)
    if one.average is not None:
        about = f"{about}, {words('average {n}', n=words.number(one.average))}"
    bars = tuple(Bar(of.label, of.count, round(100 * of.share)) for of in one.shares)
    return Bars(one.text, about, bars)


def _wishes(account: Account) -> tuple[Block, ...]:
    found = account.view.wishes
    return (Listing(tuple(wish_line(wish, account.words) for wish in found)),) if found else ()
