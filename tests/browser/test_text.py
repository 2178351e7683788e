"""What people write is text and nothing else, on every page, however it is written."""

from playwright.async_api import Page, expect

from dialogs.cleaning import cleaned
from meeting.commands import AnswerQuestion, PutOn
from meeting.ids import QuestionId
from tests.browser.conftest import SCREEN, Visitors
from tests.browser.house import House
from tests.browser.test_meeting import ask
from tests.given import METTE, asked
from tests.odd_texts import odd_texts

CORPUS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea></li></ol><iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>klik</a> <b>fed</b> &lt;i&gt; &amp;amp;",
    "{{ 7*7 }} {% raw %} ${alert(1)} `alert(1)`",
    "**fed** [link](javascript:alert(1)) # overskrift\n- punkt\n```kode```",
    "Normal \u202eesrev\u202c tekst \u2067bagfra\u2069 \u200b\u200d\ufeffusynlig",
    "👩‍👩‍👧‍👦🎉🇩🇰 hvad nu? 🏳️‍🌈",
    "Z̷̧̛̟͙̍̈́ä̸͈́l̴̢̛g̵͎̈o̶ hvad? שלום مرحبا",
    "W" * 2000,
    "Hvad med meget lange sammenhængende ord? " * 48,
)
# Elements that only the corpus could have made.
STRANGE = "#questions :is(img, iframe, a, b, i, script, svg:not(.icon-svg)), .hero iframe"


async def layout_holds(page: Page) -> None:
    wide = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]
    assert await page.locator(STRANGE).count() == 0


async def test_hostile_text_stays_text_on_every_page(house: House, visitors: Visitors) -> None:
    bo = await house.join("<b>Bo</b>\u202e", '"><img src=x onerror=alert(1)>')
    for number, text in enumerate(CORPUS):
        await house.do(bo, asked(text, f"q{number}"))
    await house.do(METTE, AnswerQuestion(QuestionId("q0"), "<script>alert(2)</script>"))
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    stage = await visitors.come(house.links.stage, SCREEN)
    speaker = await visitors.come(house.links.speakers["Peter Egelund"])
    narrow = await visitors.join(house, "<i>Anna</i>", "'\"><script>alert(3)</script>")
    await narrow.set_viewport_size({"width": 320, "height": 640})

    await expect(narrow.locator("#questions > li")).to_have_count(len(CORPUS))
    drawn = await narrow.locator("#q-q1 .text").text_content()
    assert drawn == CORPUS[1]
    for number in range(len(CORPUS)):
        await house.do(METTE, PutOn(QuestionId(f"q{number}")))
        await expect(stage.locator("#hero .asker")).to_be_visible()
    for page in (host, stage, speaker, narrow):
        await layout_holds(page)


async def test_hostile_text_that_is_typed_comes_back_as_text(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    for text in CORPUS[:4]:
        await ask(anna, text, "anonymous")

    await expect(anna.locator("#replies")).to_contain_text(CORPUS[3])
    await layout_holds(anna)
    assert await anna.locator("#replies :not(div, p)").count() == 0


async def test_the_policy_refuses_what_a_hole_would_try(house: House, visitors: Visitors) -> None:
    page = await visitors.join(house, "Anna", "Odense")

    refused = await page.evaluate(
        "() => { try { document.body.innerHTML = '<b>hul</b>'; return false; }"
        " catch (error) { return error instanceof TypeError; } }"
    )

    assert refused
    visitors.troubles.clear()  # the policy's own report of this attempt


async def test_a_long_word_being_typed_makes_no_page_wider(
    house: House, visitors: Visitors
) -> None:
    narrow = await visitors.join(house, "Anna", "Odense")
    await narrow.set_viewport_size({"width": 320, "height": 640})
    await narrow.fill("textarea[name=text]", "x" * 900)

    box = await narrow.locator("textarea[name=text]").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 320
    await layout_holds(narrow)


async def test_odd_texts_keep_to_their_own_place(
    house: House, visitors: Visitors, soaking: bool
) -> None:
    """No text is wider than its box, moves what stands beside it, or becomes elements."""
    bo = await house.join("Bo", "Odense")
    texts = ["Hvad koster det?", *odd_texts(500 if soaking else 120)]
    for number, text in enumerate(texts):
        await house.do(bo, asked(cleaned(f"{text} {number}"), f"q{number}"))
    narrow = await visitors.join(house, "Anna", "Kolding")
    await narrow.set_viewport_size({"width": 320, "height": 640})

    await expect(narrow.locator("#questions > li")).to_have_count(len(texts))
    found = await narrow.evaluate(
        """() => [...document.querySelectorAll("#questions > li")].map((li) => {
            const beside = [...li.querySelectorAll("button, .votes, .asker")];
            const place = (one) => Math.round(one.getBoundingClientRect().left);
            return {
              id: li.id,
              wide: li.scrollWidth > li.clientWidth + 1,
              beside: beside.map(place).join(),
              isolated: getComputedStyle(li.querySelector(".text")).unicodeBidi,
            };
        })"""
    )
    plain = next(one for one in found if one["id"] == "q-q0")
    assert [one["id"] for one in found if one["wide"]] == []
    assert [one["id"] for one in found if one["beside"] != plain["beside"]] == []
    assert {one["isolated"] for one in found} <= {"isolate", "plaintext", "isolate-override"}
    await layout_holds(narrow)
