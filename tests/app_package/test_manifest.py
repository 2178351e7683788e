"""What the app asks of Teams, field by field, in both variants, with and without signing in."""

import json
import tomllib
from pathlib import Path

import pytest

from bot.settings import SettingsError
from bot.teams.app_package.packing import packed
from bot.version import VERSION
from dialogs import understand as u
from dialogs.app_listing import offered
from dialogs.i18n import words
from meeting import commands as c
from tests.app_package.making import BOT, RESOURCE, SIGN_ON, SIGNING_ON, facts, files_of, manifest
from tests.given import given

ROOT = Path(__file__).parents[2]
MESSAGES = {"ChatMessage.Read.Chat", "ChannelMessage.Read.Group"}
EVENTS = {"OnlineMeeting.ReadBasic.Chat", "ChannelMeeting.ReadBasic.Group"}
ALERTS = {"OnlineMeetingNotification.Send.Chat"}
STAGE = {"MeetingStage.Write.Chat", "ChannelMeetingStage.Write.Group"}


def asked(made) -> dict[str, set[str]]:
    found = made["authorization"]["permissions"]["resourceSpecific"]
    kinds = ("Application", "Delegated")
    return {kind: {one["name"] for one in found if one["type"] == kind} for kind in kinds}


def test_the_whole_manifest_says_who_runs_what_where() -> None:
    made = manifest(ORDSTYRER_OPERATOR="KOMBIT A/S", **SIGNING_ON)

    texts, bots = ("name", "description"), made.pop("bots")
    assert {name: made.pop(name)["short"] for name in texts} == {
        "name": "Ordstyrer",
        "description": "Mødets dagsorden, spørgsmål til den rette oplægsholder og evaluering.",
    }
    assert {key: bots[0][key] for key in ("botId", "scopes")} == {
        "botId": BOT,
        "scopes": ["personal", "team", "groupChat"],
    }
    assert made == {
        "$schema": (
            "https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"
        ),
        "manifestVersion": "1.30",
        "version": VERSION,
        "id": "f1d2f529-e632-5780-9a66-cddeb45a5c7d",
        "localizationInfo": {
            "defaultLanguageTag": "da",
            "additionalLanguages": [{"languageTag": "en", "file": "en.json"}],
        },
        "developer": {
            "name": "KOMBIT A/S",
            "websiteUrl": "https://moede.example.dk/",
            "privacyUrl": "https://moede.example.dk/privacy",
            "termsOfUseUrl": "https://moede.example.dk/terms",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#004d99",
        "configurableTabs": [
            {
                "configurationUrl": "https://moede.example.dk/tab/config?theme={theme}",
                "canUpdateConfiguration": True,
                "scopes": ["team", "groupChat"],
                "context": [
                    "meetingChatTab",
                    "meetingDetailsTab",
                    "meetingSidePanel",
                    "meetingStage",
                ],
                "meetingSurfaces": ["sidePanel", "stage"],
            }
        ],
        "defaultInstallScope": "meetings",
        "defaultGroupCapability": {"meetings": "tab", "groupchat": "bot", "team": "bot"},
        "validDomains": ["moede.example.dk"],
        "webApplicationInfo": {"id": SIGN_ON, "resource": RESOURCE},
        "authorization": made["authorization"],
    }


def test_it_asks_for_what_the_bot_uses_and_for_nothing_else() -> None:
    assert asked(manifest()) == {"Application": MESSAGES | EVENTS | ALERTS, "Delegated": STAGE}


def test_with_mentions_only_it_asks_for_no_permission_in_chats_and_teams() -> None:
    made, signing_on = manifest(hears_all=False), manifest(hears_all=False, **SIGNING_ON)

    assert asked(made) == asked(signing_on) == {"Application": set(), "Delegated": set()}
    assert "webApplicationInfo" not in made
    assert signing_on["webApplicationInfo"] == {"id": SIGN_ON, "resource": RESOURCE}
    for file in files_of(packed(facts(hears_all=False))).values():
        assert not [name for name in MESSAGES | EVENTS | ALERTS | STAGE if name.encode() in file]
    assert "hører den kun de beskeder, der nævner den" in made["description"]["full"]
    assert "hører den kun" not in manifest()["description"]["full"]


def test_without_signing_in_the_permissions_are_granted_to_the_bot_itself() -> None:
    assert manifest()["webApplicationInfo"] == {"id": BOT, "resource": "https://moede.example.dk"}


def test_both_variants_are_the_same_app_so_that_one_takes_the_others_place() -> None:
    assert manifest()["id"] == manifest(hears_all=False, **SIGNING_ON)["id"]


@pytest.mark.parametrize(
    "address",
    ["https://moede.example.dk/", "https://Moede.Example.dk", "https://moede.example.dk:443"],
)
def test_the_same_bot_at_the_same_address_is_the_same_app(address: str) -> None:
    assert facts(ORDSTYRER_PUBLIC_URL=address) == facts()
    assert facts(MicrosoftAppId=BOT.upper()).id == facts().id


def test_another_bot_or_another_address_is_another_app() -> None:
    ids = {
        facts().id,
        facts(MicrosoftAppId=SIGN_ON).id,
        facts(ORDSTYRER_PUBLIC_URL="https://other.example.dk").id,
        facts(ORDSTYRER_PUBLIC_URL="https://moede.example.dk:8443").id,
    }

    assert len(ids) == 4


def test_a_danish_name_is_written_as_name_servers_know_it() -> None:
    made = manifest(ORDSTYRER_PUBLIC_URL="https://møde.example.dk:8443")

    assert made["validDomains"] == ["xn--mde-0na.example.dk:8443"]
    assert made["developer"]["websiteUrl"] == "https://xn--mde-0na.example.dk:8443/"


@pytest.mark.parametrize(
    ("operator", "shown"),
    [
        ("", "Ordstyrer"),
        ("Styrelsen for Arbejdsmarked og I", "Styrelsen for Arbejdsmarked og I"),
        ("Styrelsen for Arbejdsmarked og Rekruttering", "Styrelsen for Arbejdsmarked og…"),
        ("Beskæftigelsesministeriet" * 4, "BeskæftigelsesministerietBeskæf…"),
    ],
)
def test_an_operators_name_that_teams_cannot_show_is_cut_and_told(
    operator: str, shown: str
) -> None:
    made = facts(ORDSTYRER_OPERATOR=operator)

    assert made.developer == shown
    cut = [f"Teams shows 32 characters of ORDSTYRER_OPERATOR: {shown}"] if "…" in shown else []
    assert made.remarks() == cut


def test_a_resource_of_another_address_is_told_since_teams_signs_nobody_in_there() -> None:
    elsewhere = SIGNING_ON | {"ORDSTYRER_SSO_RESOURCE": f"api://other.example.dk/{SIGN_ON}"}

    (remark,) = facts(**elsewhere).remarks()
    assert "ORDSTYRER_SSO_RESOURCE does not begin with api://moede.example.dk/" in remark
    assert facts(**SIGNING_ON).remarks() == []


def test_all_that_is_shown_is_there_in_both_languages() -> None:
    files = files_of(packed(facts(ORDSTYRER_OPERATOR="KOMBIT A/S")))
    made, english = json.loads(files["manifest.json"]), json.loads(files["en.json"])

    danish = {
        f"{part}.{size}": made[part][size]
        for part in ("name", "description")
        for size in made[part]
    }
    for number, command in enumerate(made["bots"][0]["commandLists"][0]["commands"]):
        for field, text in command.items():
            danish[f"bots[0].commandLists[0].commands[{number}].{field}"] = text
    same = {"name.short", "bots[0].commandLists[0].commands[6].title"}  # Ordstyrer, start
    del english["$schema"]
    assert english.keys() == danish.keys()
    assert {key for key in danish if danish[key] == english[key]} == same
    assert "KOMBIT A/S driver den." in danish["description.full"]
    assert "KOMBIT A/S runs it." in english["description.full"]


HEARD = {
    "dagsorden": u.ShowAgenda(),
    "mine spørgsmål": u.ShowMine(),
    "hjælp": u.ShowHelp(),
    "start": u.Steer(c.StartMeeting()),
    "næste": u.Steer(c.NextItem()),
    "tilbage": u.Steer(c.GoBack()),
    "forlæng 5": u.Steer(c.ExtendItem(5)),
    "evaluering": u.Steer(c.OpenEvaluation()),
    "luk": u.Steer(c.CloseMeeting()),
}
BEGINNINGS = {"spørg": "Hvornår?", "til": "UDK: Hvornår?", "emne:": "Databeskyttelse"}


def test_the_bot_understands_every_word_that_teams_offers() -> None:
    danish, english = (offered(words(language, "Europe/Copenhagen")) for language in ("da", "en"))
    pairs = {one.word: (one.word, other.word) for one, other in zip(danish, english, strict=True)}

    heard = {
        word: [u.understand(one, given()).intent for one in both]
        for word, both in pairs.items()
        if word not in BEGINNINGS
    }
    begun = {
        word: {u.understand(f"{one} {BEGINNINGS[word]}", given()).intent for one in pairs[word]}
        for word in BEGINNINGS
    }

    assert heard == {word: [intent, intent] for word, intent in HEARD.items()}
    assert {word: len(intents) for word, intents in begun.items()} == dict.fromkeys(BEGINNINGS, 1)
    assert type(next(iter(begun["emne:"]))) is u.Propose


WRONG = {
    "no address": ({"ORDSTYRER_PUBLIC_URL": ""}, "ORDSTYRER_PUBLIC_URL is missing"),
    "no TLS": (
        {"ORDSTYRER_PUBLIC_URL": "http://moede.example.dk"},
        "ORDSTYRER_PUBLIC_URL must begin with https://",
    ),
    **{
        address: ({"ORDSTYRER_PUBLIC_URL": address}, "must be a name alone")
        for address in (
            "https://moede.example.dk/ordstyrer",
            "https://moede.example.dk?x=1",
            "https://me@moede.example.dk",
            "https://moede.example.dk:port",
            "https://[moede",
            "https://a..dk",
            "https://:443",
        )
    },
    "no bot": ({"MicrosoftAppId": ""}, "MicrosoftAppId is missing"),
    "no id": ({"MicrosoftAppId": "ordstyrer"}, "MicrosoftAppId must be like 1111"),
    "half of signing in": ({"ORDSTYRER_SSO_APP_ID": SIGN_ON}, "ORDSTYRER_SSO_RESOURCE is missing"),
    "the other half": ({"ORDSTYRER_SSO_RESOURCE": RESOURCE}, "ORDSTYRER_SSO_APP_ID is missing"),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_setting_is_named(name: str) -> None:
    set_, sentence = WRONG[name]

    with pytest.raises(SettingsError) as caught:
        facts(**set_)

    assert sentence in str(caught.value)
    assert ";" not in str(caught.value)


def test_all_wrong_settings_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        facts(ORDSTYRER_PUBLIC_URL="", MicrosoftAppId="", ORDSTYRER_SSO_APP_ID=SIGN_ON)

    assert [part.split()[0] for part in str(caught.value).split("; ")] == [
        "ORDSTYRER_PUBLIC_URL",
        "MicrosoftAppId",
        "ORDSTYRER_SSO_RESOURCE",
    ]


def test_the_version_is_the_programs_own_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pages = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))

    assert (project["version"], pages["version"]) == (VERSION, VERSION)
