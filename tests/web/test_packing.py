"""Answers as they go over the line."""

from tests.given import HANS, asked


async def test_long_answers_are_packed_for_who_unpacks_and_the_same_for_others(served):
    for number in range(10):
        await served.do(HANS, asked(f"{number} " + "x" * 200 + "?", f"q{number}"))
    anna = await served.participant()

    for path in ("{m}", "{m}/state"):
        packed = await anna.get(path)
        plain = await anna.get(path, headers={"Accept-Encoding": "identity"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert await packed.text() == await plain.text()
        assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2


async def test_short_answers_are_left_as_they_are(served):
    answer = await served.nobody().get("/healthz")

    assert "Content-Encoding" not in answer.headers
