"""The meeting file: what is right is planned, what is wrong is named with line and field."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.files.meeting_file import MeetingFileError, read_meeting_file
from tests.given import EXAMPLE, HANS, KEYS, METTE, RASMUS, demo_plan

GOOD = (EXAMPLE / "meeting.yaml").read_text(encoding="utf-8")


def faults(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "meeting.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MeetingFileError) as error:
        read_meeting_file(path)
    return [(fault.line, fault.field) for fault in error.value.faults]


def test_the_example_is_planned_as_the_deck_says():
    first, second = read_meeting_file(EXAMPLE / "meeting.yaml").plans(KEYS)

    assert first.start == datetime(2020, 3, 30, 8, 0, tzinfo=UTC)
    assert second.start == datetime(2020, 3, 31, 11, 0, tzinfo=UTC)
    assert [item.duration.seconds // 60 for item in first.items] == [5, 20, 15, 15, 15, 5, 12, 3]
    assert first.items[1].speakers == (RASMUS, HANS)
    assert first.hosts[0] == METTE
    assert [item.protected for item in first.items] == [False] * 7 + [True]
    assert [question.id for question in first.evaluation] == [
        "useful",
        "recommend",
        "got_answer",
        "comment",
        "topic",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ("minutes: 20", "minutes: tyve", "agenda.1.minutes"),
        ("minutes: 20", "minutes: 0", "agenda.1.minutes"),
        ("minutes: 20", "minuts: 20", "agenda.1.minuts"),
        ("speakers: [Keld Jørgensen]", "speakers: [Kjeld]", "agenda.3.speakers"),
        ("topics: [drift]", "topics: [vejr]", "agenda.3.topics"),
        ("code: MARTS2AD", "code: MARTS0AD", "runs.0.code"),
        ("code: MARTS2AD", "join-link: https://teams.example/l/x", "runs.0.join-link"),
        ("code: MARTS2AD", "join-link: http://teams.microsoft.com/l/x", "runs.0.join-link"),
        ("code: MARTS2AD", "join-link: https://teams.microsoft.com.a.dk/l", "runs.0.join-link"),
        ("2020-03-30 10:00", "30/3 kl. 10", "runs.0.start"),
        ("Europe/Copenhagen", "Europe", "zone"),
        ("2020-03-30 10:00", "2020-03-29 02:30", "runs.0.start"),
        ("2020-03-30 10:00", "2020-10-25 02:30", "runs.0.start"),
        ("zone: Europe/Copenhagen", "zone: Danmark", "zone"),
        ("language: da", "language: svensk", "language"),
        ("name: Keld Jørgensen", "name: Peter Egelund", "people.5.name"),
        ("minutes: 20", "minutes: -20", "agenda.1.minutes"),
        ("minutes: 20", 'minutes: 20\n    start: "10:04"', "agenda.1.start"),
        ("minutes: 20", 'minutes: 20\n    start: "10.05"', "agenda.1.start"),
        (
            "minutes: 20",
            "minutes: 20\n    material: [{url: slides.pdf}]",
            "agenda.1.material.0.url",
        ),
        ("title: UDK og kommunernes spørgsmål", 'title: ""', "agenda.1.title"),
    ],
)
def test_a_fault_is_named_with_its_line_and_field(tmp_path, right: str, wrong: str, field: str):
    text = GOOD.replace(right, wrong, 1)

    found = faults(tmp_path, text)

    pairs = zip(GOOD.splitlines(), text.splitlines(), strict=True)
    changed = next(number for number, (old, new) in enumerate(pairs, 1) if old != new)
    assert (changed, field) in found


def test_a_file_without_a_host_or_with_broken_yaml_is_refused(tmp_path):
    without_host = faults(tmp_path, GOOD.replace("host: true", "host: false"))

    assert [field for _, field in without_host] == ["people"]
    assert faults(tmp_path, "agenda: [1\nx") == [(2, "the file")]
    assert len(faults(tmp_path, "")) >= 4


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        (
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_X%40thread.v2/0?context=%7bOid%7d",
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_X%40thread.v2/0",
        ),
        (
            "https://teams.microsoft.com/meet/234567?p=secret",
            "https://teams.microsoft.com/meet/234567",
        ),
        ("https://teams.live.com/meet/93", "https://teams.live.com/meet/93"),
    ],
)
def test_a_run_may_say_its_teams_meeting_and_nothing_that_lets_one_in_is_kept(
    tmp_path, link: str, kept: str
):
    path = tmp_path / "meeting.yaml"
    path.write_text(GOOD.replace("code: MARTS2AD", f'join-link: "{link}"'), encoding="utf-8")

    first, second = read_meeting_file(path).plans(KEYS)

    assert (first.join_link, second.join_link) == (kept, None)


@pytest.mark.parametrize(
    ("field", "one"),
    [
        ("rosters", "{participants: [{organisation: KL}]}"),
        ("questions", "{text: Hvem?, answer: Os}"),
        ("links", "{url: 'https://x.dk', title: X}"),
        ("agenda", "{title: X, minutes: 1}"),
        ("people", "{name: X}"),
    ],
)
def test_thousands_made_of_a_few_bytes_are_a_fault(tmp_path, field: str, one: str):
    text = GOOD.replace(f"{field}:", f"gone-{field}:") + f"x-one: &a {one}\n"

    found = faults(tmp_path, text + f"{field}: [{'*a,' * 3000}]\n")

    assert field in [name for _, name in found]
    assert len(found) <= 100


def test_a_run_without_a_code_gets_one_that_the_secret_decides(tmp_path):
    path = tmp_path / "meeting.yaml"
    path.write_text(GOOD.replace("    code: MARTS2AD\n", ""), encoding="utf-8")

    first = read_meeting_file(path).plans(KEYS)[0]
    again = read_meeting_file(path).plans(KEYS)[0]

    assert first.code == again.code
    assert set(first.code) <= set("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    assert len(first.code) == 8


def test_an_item_may_begin_at_a_time_of_its_own_after_a_break_and_later_runs_follow(tmp_path):
    text = GOOD.replace("minutes: 20", 'minutes: 20\n    start: "10:15"\n    approximate: true', 1)
    text = text.replace("minutes: 15", "minutes: 15\n    automatic: true", 1)
    path = tmp_path / "meeting.yaml"
    path.write_text(text, encoding="utf-8")

    first, second = read_meeting_file(path).plans(KEYS)

    assert [(item.start - first.start).seconds // 60 for item in first.items[:3]] == [0, 15, 35]
    assert [item.start - second.start for item in second.items] == [
        item.start - first.start for item in first.items
    ]
    assert [item.approximate for item in first.items[:3]] == [False, True, False]
    assert [item.automatic for item in first.items[:3]] == [False, False, True]
    assert first.sound_check == datetime(2020, 3, 30, 7, 55, tzinfo=UTC)


def test_a_meeting_over_midnight_has_its_items_in_order(tmp_path):
    text = GOOD.replace("2020-03-30 10:00", "2020-03-30 23:50", 1)
    text = text.replace('sound_check: "09:55"', 'sound_check: "23:45"', 1)
    text = text.replace("minutes: 20", 'minutes: 20\n    start: "00:05"', 1)
    path = tmp_path / "meeting.yaml"
    path.write_text(text, encoding="utf-8")

    first = read_meeting_file(path).plans(KEYS)[0]

    assert first.items[1].start == datetime(2020, 3, 30, 22, 5, tzinfo=UTC)
    assert first.sound_check == datetime(2020, 3, 30, 21, 45, tzinfo=UTC)
    starts = [item.start for item in first.items]
    assert starts == sorted(starts)


def test_several_faults_are_all_named_at_once(tmp_path):
    text = GOOD.replace("minutes: 20", "minutes: -1", 1).replace(
        "speakers: [Keld Jørgensen]", "speakers: [Kjeld]"
    )

    fields = [field for _, field in faults(tmp_path, text)]

    assert "agenda.1.minutes" in fields


def test_a_run_may_differ_from_the_programme_in_minutes_and_speakers(tmp_path):
    text = GOOD.replace(
        "    code: MARTS2BD",
        "    code: MARTS2BD\n    changes:\n      - item: 4\n        minutes: 10\n"
        "        speakers: [Martin Bo Jensen]",
        1,
    )
    path = tmp_path / "meeting.yaml"
    path.write_text(text, encoding="utf-8")

    first, second = read_meeting_file(path).plans(KEYS)

    assert [plan.items[3].duration.seconds // 60 for plan in (first, second)] == [15, 10]
    assert second.items[3].speakers == ("martin-bo-jensen",)
    assert second.items[4].start - second.start == first.items[4].start - first.start - (
        first.items[3].duration - second.items[3].duration
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ("item: 9", "runs.1.changes.0.item"),
        ("item: 4\n        speakers: [Kjeld]", "runs.1.changes.0.speakers"),
        ("item: 4\n        minutes: 0", "runs.1.changes.0.minutes"),
    ],
)
def test_a_change_of_what_is_not_there_is_a_fault(tmp_path, wrong, field):
    text = GOOD.replace(
        "    code: MARTS2BD", f"    code: MARTS2BD\n    changes:\n      - {wrong}", 1
    )

    assert [found for _, found in faults(tmp_path, text)] == [field]


def test_polls_of_the_file_are_read_as_a_host_would_write_them():
    polls = demo_plan().polls

    assert [(one.id, one.item, one.question.kind.value) for one in polls] == [
        ("skal-vi-moedes-fysisk-naeste-gang", "item-1", "choice"),
        ("hvor-klar-er-jeres-kommune-til-udk", "item-2", "scale"),
        ("hvad-skal-vi-prioritere", "item-7", "ranking"),
        ("hvad-tager-du-med-hjem-i-dag", "item-8", "words"),
    ]
    assert polls[0].question.options == ("Ja", "Nej", "Ved ikke")
    assert [one.question.hidden for one in polls] == [True, True, True, False]
    assert polls[2].question.most == 3


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ("/ Ja / Nej / Ved ikke", "/ Ja", "polls.0.ask"),
        ("UDK? 1-5", "UDK? 1-5 / 0-0\n    kind: scale", "polls.1.ask"),
        ("rangér 3:", "rangér 9:", "polls.2.ask"),
        ("    item: 8", "    item: 9", "polls.3.item"),
        ("    live: true", "    live: perhaps", "polls.3.live"),
        ("Hvad tager du med hjem i dag?", "Skal vi mødes fysisk næste gang?", "polls.3.ask"),
    ],
)
def test_a_poll_that_cannot_be_asked_is_a_fault(tmp_path, right: str, wrong: str, field: str):
    assert field in [where for _, where in faults(tmp_path, GOOD.replace(right, wrong, 1))]
