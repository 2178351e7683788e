import pytest

from knowledge.answertype import asked_kinds, proposed_types
from meeting.entry import Entry
from meeting.ids import EntryId


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("hvad koster det", {"beløb"}),
        ("hvor meget skal vi betale", {"beløb"}),
        ("hvor meget kan vi stole på tallene", set()),
        ("er priserne steget", set()),
        ("hvor mange kommuner er med", {"antal"}),
        ("hvor mange penge går der til it", {"beløb"}),
        ("hvornår er mødet", {"dato"}),
        ("hvad er fristen", {"dato"}),
        ("when is the meeting", {"dato"}),
        ("tell me when you are ready", set()),
        ("hvorfor koster det så meget", {"årsag"}),
        ("hvad er årsagen til nedbruddet", {"årsag"}),
        ("hvem kan svare", {"person"}),
        ("hvor finder jeg rapporten", {"sted"}),
        ("hvor stabil er driften", set()),
        ("hvordan bestiller man", {"måde"}),
        ("hvad er et sortiment", {"betydning"}),
        ("sla mål", set()),
    ],
)
def test_a_question_tells_what_kind_of_answer_it_wants(text: str, kinds: set[str]):
    assert asked_kinds(text) == kinds


@pytest.mark.parametrize(
    ("question", "answer", "types"),
    [
        ("Hvad er bidraget?", "Det er 65 mio. kr.", ("antal", "beløb")),
        ("Hvornår kommer den?", "Det ved ingen endnu.", ("antal", "dato")),
        ("Er den klar?", "Nej, først i maj.", ("dato", "ja/nej")),
        ("Hvad er ARENA?", "Et system.", ()),
        ("Hvem hjælper?", "Skriv til valg@kombit.dk", ("person",)),
    ],
)
def test_types_are_proposed_from_the_answer_and_the_entrys_own_question(
    question: str, answer: str, types: tuple[str, ...]
):
    assert proposed_types(Entry(EntryId("a"), question, answer, "t")) == types
