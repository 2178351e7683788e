"""What a question is about, from the knowledge base and the agenda's own words."""

import pytest

from dialogs.topics import topic_of
from tests.given import demo_knowledge, demo_plan


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("hvad koster sortimentsløsningen?", "sortiment"),
        ("hvordan har driften været i marts", "drift"),
        ("Hvor meget skal kommunerne samlet betale til Udbetaling Danmark i 2020?", "udk"),
        ("hej", None),
    ],
)
def test_the_agenda_helps_where_the_base_is_unsure(said: str, topic: str | None):
    finding = demo_knowledge().ask(said)

    assert topic_of(said, demo_plan(), finding) == topic


def test_without_a_base_the_agenda_alone_decides_and_never_between_two():
    assert topic_of("noget om sortiment", demo_plan(), None) == "sortiment"
    assert topic_of("noget om sortiment og driften", demo_plan(), None) is None
