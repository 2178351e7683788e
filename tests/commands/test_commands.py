"""The command line: results on stdout, one sentence on stderr, 0, 1 or 2."""

import csv
import json
from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB, where

from bot.files.meeting_file import read_meeting_file
from bot.stores.lines import Row, whole
from tests.commands.told import CODE, FORMULAS, MEETING, refused
from tests.documents import made
from tests.given import EXAMPLE

FIXTURES = Path(__file__).parent.parent / "fixtures"
DECK = EXAMPLE / "deck.txt"


def test_export_as_json_while_the_meeting_is_written_holds_what_a_host_sees(run, meeting, tmp_path):
    out = tmp_path / "m.json"

    result = run("export", CODE, "--format", "json", "--out", out)

    assert (result.exit_code, result.stdout) == (0, "")
    document = json.loads(out.read_bytes())
    assert "now" not in document
    assert document["version"] == meeting.version
    assert [question["text"] for question in document["questions"]] == [
        text.strip() if text != "\t=1" else text for text in FORMULAS
    ]
    assert document["evaluation"]["results"]["useful"]["4"] == 1
    assert "a secret for tests only" not in out.read_text(encoding="utf-8")


def test_an_export_imports_to_the_same_meeting(run, meeting, tmp_path, monkeypatch):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    run("export", MEETING, "--format", "json", "--out", first)

    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "elsewhere"))
    assert run("import", first).stdout == f"{MEETING}\n"
    run("export", MEETING, "--format", "json", "--out", second)

    assert json.loads(first.read_bytes())["evaluation"]["responses"] == 1
    assert second.read_bytes() == first.read_bytes()


def test_a_meeting_is_not_imported_over_itself_or_under_a_running_server(run, meeting, tmp_path):
    out = tmp_path / "m.json"
    run("export", CODE, "--format", "json", "--out", out)

    assert "in use by pid" in refused(run("import", out))


def test_an_organisation_gets_its_own_questions_and_no_others(run, meeting, tmp_path):
    out = tmp_path / "m.html"
    wrong = refused(run("export", CODE, "--format", "html", "--organisation", "Nul", "--out", out))
    assert "no question was asked for Nul" in wrong
    assert "docx, html, xlsx or csv" in refused(
        run("export", CODE, "--format", "json", "--organisation", "Nul", "--out", out)
    )
    run("export", CODE, "--format", "csv", "--organisation", "odense", "--out", out)
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert {row[3] for row in rows} == {"Odense"}
    run("export", CODE, "--format", "html", "--organisation", "Odense", "--out", out)
    assert "Evaluering</h2>" not in out.read_text(encoding="utf-8")


def test_csv_has_no_cell_that_a_spreadsheet_takes_for_a_formula(run, meeting, tmp_path):
    out = tmp_path / "m.csv"

    assert run("export", CODE, "--format", "csv", "--out", out).exit_code == 0

    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    cells = [cell for row in rows[1:] for cell in row]
    assert len(rows) == 1 + len(FORMULAS)
    assert [cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "-", "@", "＝"}] == []


def test_the_record_is_a_page_where_peoples_text_stays_text(run, meeting, tmp_path):
    out = tmp_path / "m.html"

    assert run("export", CODE, "--format", "html", "--out", out).exit_code == 0

    page = out.read_text(encoding="utf-8")
    assert "To &lt;b&gt;er&lt;/b&gt; svaret" in page
    assert '<html lang="da">' in page


def test_an_export_to_tinydb_opens_with_tinydb_alone_and_its_tables_can_be_read(
    run, meeting, tmp_path
):
    out = tmp_path / "m.tinydb.json"

    assert run("export", CODE, "--format", "tinydb", "--out", out).exit_code == 0

    with TinyDB(out) as db:
        assert db.tables() == {"meeting", "agenda", "questions", "changes"}
        assert [row.doc_id for row in db.table("changes")] == [*range(1, meeting.version + 1)]
        assert db.table("changes").get(doc_id=1)["events"][0][0] == "MeetingPlanned"
        assert db.table("questions").get(where("number") == 2)["text"] == "+45"
        assert [row["number"] for row in db.table("agenda")] == [*range(1, 9)]
        (about,) = db.table("meeting").all()
        assert (about["code"], about["version"]) == (CODE, meeting.version)
        assert about["evaluation"]["results"]["useful"]["4"] == 1
        assert "now" not in about


def test_links_are_the_same_each_time_and_as_json(run, meeting):
    lines, document = run("links", CODE).stdout, json.loads(run("links", CODE, "--json").stdout)

    assert lines == run("links", CODE).stdout
    assert document["participant"] == f"http://127.0.0.1:3978/m/{CODE}"
    assert list(document["hosts"]) == [
        "Mette Vinther Poulsen",
        "Peter Egelund",
        "Martin Bo Jensen",
    ]
    assert "Keld Jørgensen" in document["speakers"]
    assert f"host Mette Vinther Poulsen: {document['hosts']['Mette Vinther Poulsen']}" in lines


def test_a_damaged_meeting_stops_its_own_commands_and_nobody_elses(run, meeting, tmp_path):
    journals = tmp_path / "data" / "meetings"
    (whole,) = journals.glob("*.journal")
    lines = whole.read_bytes().splitlines(keepends=True)
    damaged = journals / "another.journal"
    damaged.write_bytes(lines[0] + b"x" * len(lines[1]) + b"\n" + b"".join(lines[1:]))

    assert run("links", MEETING).exit_code == 0
    refused = run("links", "another")
    assert refused.exit_code == 1
    assert "damaged" in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "NOSUCHXX", "--format", "json", "--out", "x.json"),
        ("export", CODE, "--format", "json", "--out", "no/such/folder/x.json"),
        ("links", "NOSUCHXX"),
        ("import", "no-such-file.txt"),
        ("import", "no-such-file.docx"),
        ("faq", "answer", "--faq", "no", "--queries", "no", "--out", "p.jsonl"),
        ("backup", "data"),
        ("backup", "data/inside"),
        ("backup", "b", "--without", "NOSUCHXX"),
        ("restore", "no-such-folder"),
        ("restore", "data"),
        ("salvage", "NOSUCHXX"),
        ("salvage", CODE),
        ("salvage", "--notes"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing_behind(
    run, meeting, tmp_path, arguments
):
    before = sorted(tmp_path.iterdir())

    sentence = refused(run(*arguments))

    assert len(sentence.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("export",),
        ("links", "--nope"),
        ("backup",),
        ("restore",),
        ("salvage",),
        ("salvage", CODE, "--notes"),
        ("export", CODE, "--format", "pptx", "--out", "x"),
    ],
)
def test_wrong_usage_is_two(run, arguments):
    assert run(*arguments).exit_code == 2


NAMES = [
    "import",
    "export",
    "links",
    "backup",
    "restore",
    "salvage",
    "drill",
    "faq answer",
    "faq evaluate",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_helps_with_an_example(run, name):
    result = run(*name.split(), "--help")

    assert result.exit_code == 0
    assert f"Example: python app.py {name}" in result.stdout


def test_what_is_no_text_is_not_read_as_a_deck(run, tmp_path):
    (tmp_path / "program").write_bytes(b"\x7fELF\0\0\x01 10.00 - 10.05 Velkomst")

    assert refused(run("import", "program", "--json")).startswith("program is not a text file")


def test_a_deck_imports_to_json_and_touches_no_data_folder(run, tmp_path):
    result = run("import", DECK, "--json")

    draft = json.loads(result.stdout)
    assert [len(programme["items"]) for programme in draft["programmes"]] == [8, 8]
    assert not (tmp_path / "data").exists()


def test_a_deck_imports_to_a_draft_that_a_host_can_finish(run, tmp_path):
    result = run("import", DECK, "--out", "april")

    assert result.exit_code == 0
    assert result.stdout == "april\n"
    text = (tmp_path / "april" / "meeting.yaml").read_text(encoding="utf-8")
    assert "# Tvivl: " in text
    assert "title: UDK og kommunernes spørgsmål" in text
    assert refused(run("import", DECK, "--out", "april")).startswith("april already has")


def test_a_draft_of_the_real_deck_loads_as_a_meeting_file(run, tmp_path):
    run("import", DECK, "--out", "april")

    file = read_meeting_file(tmp_path / "april" / "meeting.yaml")

    assert [item.minutes for item in file.content.agenda] == [5, 20, 15, 15, 15, 5, 12, 3]
    assert len(file.content.runs) == 2


def test_predictions_come_one_a_line_in_the_order_of_the_queries(run, tmp_path):
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"query": "hvad koster udk i 2020"}\n{"query": "hej"}\n', encoding="utf-8")

    result = run(
        "faq", "answer", "--faq", EXAMPLE / "faq.jsonl", "--queries", queries, "--out", "p.jsonl"
    )

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    rows = [json.loads(line) for line in (tmp_path / "p.jsonl").read_text().splitlines()]
    assert [row["query"] for row in rows] == ["hvad koster udk i 2020", "hej"]
    assert [len(row["ranked"]) for row in rows] == [10, 10]
    assert not rows[1]["answered"]


def test_evaluation_reaches_its_marks_on_the_development_queries(run):
    arguments = ("--faq", EXAMPLE / "faq.jsonl", "--queries", FIXTURES / "faq-dev.jsonl")

    result = json.loads(run("faq", "evaluate", *arguments, "--json").stdout)

    assert result["rank"]["r1"] >= 0.83
    assert result["rank"]["r3"] >= 0.94
    assert result["as_given"]["wrong"] <= 0.05


def test_a_series_own_words_are_used_in_answers_and_in_measures(run, tmp_path):
    (tmp_path / "words.txt").write_text("blåbog => driftsstatusrapport\n", encoding="utf-8")
    gold = '{"query": "hvor er blåbogen", "ids": ["d11"], "topic": "drift", "kind": "paraphrase"}'
    (tmp_path / "q.jsonl").write_text(f"{gold}\n", encoding="utf-8")
    files = ("--faq", EXAMPLE / "faq.jsonl", "--queries", "q.jsonl")

    without, with_words = (
        json.loads(run("faq", "evaluate", *files, *more, "--json").stdout)["rank"]["r1"]
        for more in ((), ("--words", "words.txt"))
    )
    run("faq", "answer", *files, "--words", "words.txt", "--out", "p.jsonl")

    assert (without, with_words) == (0, 1)
    assert json.loads((tmp_path / "p.jsonl").read_text())["ranked"][0] == "d11"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("words.txt", "words.txt, line 2: expected => once, between a name and what it means"),
        ("gone.txt", "gone.txt cannot be read: No such file or directory"),
    ],
)
def test_faulty_words_are_named_by_file_and_line(run, tmp_path, words, said):
    (tmp_path / "words.txt").write_text("a => b\nc -> d\n", encoding="utf-8")
    (tmp_path / "q.jsonl").write_text('{"query": "hej"}\n', encoding="utf-8")
    files = ("--faq", EXAMPLE / "faq.jsonl", "--queries", "q.jsonl", "--words", words)

    assert refused(run("faq", "answer", *files, "--out", "p.jsonl")) == said
    assert not (tmp_path / "p.jsonl").exists()


def test_a_faulty_base_is_named_line_by_line(run, tmp_path):
    (tmp_path / "kb.jsonl").write_text(
        '{"id": "a"}\n{"id": "b", "question": 7}\n', encoding="utf-8"
    )
    (tmp_path / "q.jsonl").write_text('{"query": "hej"}\n', encoding="utf-8")

    result = run("faq", "answer", "--faq", "kb.jsonl", "--queries", "q.jsonl", "--out", "p")

    assert result.exit_code == 1
    assert result.stderr.startswith("kb.jsonl, line 1, ")
    assert "kb.jsonl, line 2, " in result.stderr


def test_slides_are_imported_as_the_same_deck_in_text_is(run, tmp_path):
    slides = made.as_pptx(made.deck_pages(), tmp_path / "deck.pptx")

    from_slides, from_text = (run("import", file, "--json") for file in (slides, DECK))

    assert from_slides.exit_code == 0, from_slides.stderr
    read, expected = (json.loads(one.stdout) for one in (from_slides, from_text))
    for one in (read, expected):
        del one["doubts"]
    assert read["programmes"] == expected["programmes"]
    assert len(read["faq"]) == len(expected["faq"])


def test_a_deck_with_macros_is_refused_by_name(run, tmp_path):
    path = tmp_path / "deck.pptm"
    path.write_bytes(b"PK")

    assert refused(run("import", path)).startswith("deck.pptm: it holds macros")


def test_a_meeting_of_a_later_version_is_named_where_its_code_cannot_be_read(
    run, stopped, tmp_path
):
    journal = tmp_path / "data" / "meetings" / f"{MEETING}.journal"
    change = {"id": "x", "at": "2026-12-01T10:00:00+00:00", "by": None, "events": [["Later", {}]]}
    journal.write_bytes(whole([Row("changes", 1, orjson.dumps(change))]))
    before = journal.read_bytes()

    said = refused(run("export", CODE, "--format", "json", "--out", "x.json"))

    assert said.startswith(f"there is no meeting {CODE}; there is none in ")
    assert f"besides, meeting {MEETING} cannot be opened: " in said
    assert said.endswith("start the version of the program that wrote it")
    assert journal.read_bytes() == before
