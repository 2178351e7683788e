"""One sentence for each reason the rules can have, saying what to do."""

from dialogs.words import Words
from meeting.refusals import Reason, RefusedError
from meeting.sensitive import Sort

SENTENCES: dict[Reason, str] = {
    Reason.HOST_ONLY: "Only the meeting's hosts can do that; write to a host in the chat.",
    Reason.SPEAKER_ONLY: "Only the speaker who has the question, or a host, can do that.",
    Reason.NOT_JOINED: "Join the meeting first, with its link or code.",
    Reason.ALREADY_STARTED: "The meeting has started already; use next to go on.",
    Reason.NOT_STARTED: "The meeting has not started yet; a host can write start.",
    Reason.AGENDA_ENDED: "The agenda has ended; write close to end the meeting, or back.",
    Reason.FIRST_ITEM: "This is the first item, so there is nothing to go back to.",
    Reason.MEETING_CLOSED: "The meeting is closed, so this can no longer be changed.",
    Reason.CLOSED_TOO_LONG: (
        "A closed meeting can be opened again for {minutes} minutes, and they have passed."
    ),
    Reason.CARRIED_ON: (
        "Questions have gone on to the next meeting, so this one can no longer be opened again."
    ),
    Reason.STALE: "The agenda has been moved in the meantime; here it is as it stands now.",
    Reason.WRONG_MINUTES: "Say how many minutes, from 1 to {most}: extend 5.",
    Reason.UNKNOWN_ITEM: "There is no such item; the agenda has items 1 to {most}.",
    Reason.PROTECTED_ITEM: "Item {n} is protected: it keeps its minutes. Cut another one.",
    Reason.ITEM_BEGUN: "Item {n} has begun already; go on to the next one instead.",
    Reason.TOO_SHORT: "Item {n} has {left} min. left to give; take fewer.",
    Reason.NOTHING_TO_UNDO: "There is no step to undo.",
    Reason.EMPTY_TEXT: "There is no text in it; write a few words and send it again.",
    Reason.LONG_TEXT: "That is too long: at most {most} characters; shorten it and send it again.",
    Reason.NO_ORGANISATION: (
        "We do not know your organisation; give it when you join, or be shown another way."
    ),
    Reason.UNKNOWN_QUESTION: "There is no such question here; look at the list of questions.",
    Reason.UNKNOWN_WISH: "There is no such wish here; look at the list of wishes.",
    Reason.UNKNOWN_MESSAGE: "There is no such message to you; look at your page again.",
    Reason.UNKNOWN_PERSON: "Choose one of the meeting's hosts or speakers.",
    Reason.UNKNOWN_ENTRY: "That answer has left the knowledge base; ask the speaker instead.",
    Reason.NOT_ANSWERED: "The question has not been answered yet.",
    Reason.NOT_YOURS: "Only the one who asked can do that; you can vote for the question.",
    Reason.NOTHING_OFFERED: "There is no answer to choose here; ask the speaker instead.",
    Reason.REMINDED_ENOUGH: "People were reminded {most} times already; let them be now.",
    Reason.EVALUATION_CLOSED: "The evaluation is closed; your answers were not taken in.",
    Reason.EVALUATION_OVER: "The evaluation has ended and cannot be opened again.",
    Reason.EVALUATION_NOT_OPEN: "The evaluation is not open now; a host opens it.",
    Reason.UNKNOWN_EVALUATION_QUESTION: "The evaluation has no question called {field}.",
    Reason.WRONG_ANSWER: "Choose one of the values offered.",
    Reason.CLOCK_ONLY: "That happens by itself; nobody needs to do it.",
    Reason.WITHDRAWN: "That question was taken back by the one who asked it.",
    Reason.ALREADY_ANSWERED: "It is answered or closed already; ask a new question instead.",
    Reason.SAME_QUESTION: "That is the same question; choose another one.",
    Reason.NOT_MERGED: "That question stands for itself already.",
    Reason.SENSITIVE: (
        "This seems to hold {what}. Nothing is stored yet: send it without, or write it anew."
    ),
    Reason.PAST_DATE: "That date is past; choose a later one.",
    Reason.TOO_MANY: "There are too many: at most {most}; leave some out and send it again.",
    Reason.NOT_OWNER: "Only the organisation that stands by it can approve it.",
    Reason.CHANGED_MEANWHILE: (
        "Somebody else changed it meanwhile; look at how it stands now, and save again."
    ),
    Reason.NO_POLL: (
        "There is no poll now; a host asks the room with poll: Shall we meet? / yes / no"
    ),
    Reason.UNKNOWN_POLL: "There is no such poll here; look at the page again.",
    Reason.POLL_OPEN: "A poll is open already; close it first, then ask the next one.",
    Reason.POLL_CLOSED: "That poll is closed, so it takes no more answers.",
    Reason.POLL_OPTIONS: (
        "Give 2 to {most} different options, each after a slash: Shall we meet? / yes / no"
    ),
    Reason.POLL_SCALE: "A scale goes from a lower to a higher number, from 0 to {most}: 1-5.",
    Reason.POLL_PLACES: "Let people put 1 to {most} of the options in order.",
    Reason.NO_ANSWER: "Choose or write something first, then send.",
    Reason.NOBODY_HERE: "There is nobody like that here; perhaps they are deleted already.",
    Reason.IN_PROGRAMME: (
        "Hosts and speakers stand in the programme; the operator deletes them afterwards."
    ),
    Reason.NOT_OVER: "The meeting is not over yet.",
    Reason.EMPTY_BALLOT: "Answer at least one question, then send.",
}


PRIVATE: dict[Sort, str] = {
    Sort.CPR: "a civil registration number",
    Sort.EMAIL: "a private e-mail address",
    Sort.CASE: "a case number",
    Sort.PHONE: "a phone number",
    Sort.PERSON: "the name of a private person",
}


def refusal(error: RefusedError, words: Words) -> str:
    """Give the sentence in the person's language."""
    values: dict[str, str | int] = {"field": error.field or "", **error.values}
    if error.reason is Reason.SENSITIVE:
        sorts = str(error.values.get("sorts", "")).split()
        values["what"] = words.together(tuple(words(PRIVATE[Sort(sort)]) for sort in sorts))
    return words(SENTENCES[error.reason], **values)
