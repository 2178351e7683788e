"""The ids of everything, each a type of its own, and how nameless answers are kept."""

from collections.abc import Mapping
from typing import NewType

MeetingId = NewType("MeetingId", str)
PersonId = NewType("PersonId", str)
ItemId = NewType("ItemId", str)
QuestionId = NewType("QuestionId", str)
WishId = NewType("WishId", str)
EntryId = NewType("EntryId", str)
CommandId = NewType("CommandId", str)
PollId = NewType("PollId", str)
BallotKey = NewType("BallotKey", str)

# What one person chose, by evaluation question or poll. Strings for scales too, so that all kinds
# are counted alike; several values only where several may be given.
Answers = Mapping[str, tuple[str, ...]]
