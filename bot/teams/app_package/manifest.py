"""The app's manifest and its translations, by Microsoft's schema 1.30."""

from collections.abc import Mapping

from bot.teams.app_package.facts import AppFacts
from dialogs.app_listing import NAME, full_name, in_full, in_short, offered
from dialogs.i18n import words
from dialogs.words import LANGUAGES, Words

Json = Mapping[str, object]

MANIFEST_VERSION = "1.30"
SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{MANIFEST_VERSION}"
ACCENT = "#004d99"
COLOR, OUTLINE = "color.png", "outline.png"
DEFAULT, *OTHERS = LANGUAGES
ZONE = "Europe/Copenhagen"  # no time is told; the words want to know one
SCOPES = ("personal", "team", "groupChat")
CONTEXTS = ("meetingChatTab", "meetingDetailsTab", "meetingSidePanel", "meetingStage")

# All that is asked of whoever adds the app to a chat or team; --mention-only asks for none of it.
# The messages of a chat or channel without a mention.
MESSAGES = ("ChatMessage.Read.Chat", "ChannelMessage.Read.Group")
# That a meeting begins and ends, for an agenda that follows the call.
EVENTS = ("OnlineMeeting.ReadBasic.Chat", "ChannelMeeting.ReadBasic.Group")
# That a speaker is shown in the call what cannot wait.
ALERTS = ("OnlineMeetingNotification.Send.Chat",)
# That a host puts the big screen on the meeting's stage, as themselves.
STAGE = ("MeetingStage.Write.Chat", "ChannelMeetingStage.Write.Group")


def manifest(facts: AppFacts) -> Json:
    """Give the manifest, in the default language."""
    told = words(DEFAULT, ZONE)
    return {
        "$schema": f"{SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": MANIFEST_VERSION,
        "version": facts.version,
        "id": facts.id,
        "localizationInfo": {
            "defaultLanguageTag": DEFAULT,
            "additionalLanguages": [
                {"languageTag": language, "file": file_of(language)} for language in OTHERS
            ],
        },
        "developer": {
            "name": facts.developer,
            "websiteUrl": f"{facts.origin}/",
            "privacyUrl": f"{facts.origin}/privacy",
            "termsOfUseUrl": f"{facts.origin}/terms",
        },
        "name": {"short": NAME, "full": full_name(told)},
        "description": {"short": in_short(told), "full": _in_full(facts, told)},
        "icons": {"color": COLOR, "outline": OUTLINE},
        "accentColor": ACCENT,
        "bots": [_bot(facts, told)],
        "configurableTabs": [_tab(facts)],
        "defaultInstallScope": "meetings",
        "defaultGroupCapability": {"meetings": "tab", "groupchat": "bot", "team": "bot"},
        "validDomains": [facts.domain],
        **_asked(facts),
    }


def translations(facts: AppFacts) -> dict[str, Json]:
    """Give the other languages' texts, each by the name of its file."""
    return {file_of(language): _translated(facts, words(language, ZONE)) for language in OTHERS}


def _asked(facts: AppFacts) -> dict[str, Json]:
    """Give who is signed in, and what is asked for; nothing that the bot does not use.

    Teams grants permissions to what `webApplicationInfo` names, so where there are some it has to
    be there, with a resource that says nothing where nobody is signed in.
    """
    for_app, for_person = ((*MESSAGES, *EVENTS, *ALERTS), STAGE) if facts.hears_all else ((), ())
    permissions = [
        *({"name": name, "type": "Application"} for name in for_app),
        *({"name": name, "type": "Delegated"} for name in for_person),
    ]
    made: dict[str, Json] = {"authorization": {"permissions": {"resourceSpecific": permissions}}}
    if permissions or facts.sign_on is not None:
        made["webApplicationInfo"] = _web_application(facts)
    return made


def file_of(language: str) -> str:
    return f"{language}.json"


def _bot(facts: AppFacts, told: Words) -> Json:
    commands = [{"title": one.word, "description": one.about} for one in offered(told)]
    return {
        "botId": facts.bot_id,
        "scopes": [*SCOPES],
        "isNotificationOnly": False,
        "supportsFiles": False,
        "commandLists": [{"scopes": [*SCOPES], "commands": commands}],
    }


def _tab(facts: AppFacts) -> Json:
    return {
        "configurationUrl": f"{facts.origin}/tab/config?theme={{theme}}",
        "canUpdateConfiguration": True,
        "scopes": ["team", "groupChat"],
        "context": [*CONTEXTS],
        "meetingSurfaces": ["sidePanel", "stage"],
    }


def _web_application(facts: AppFacts) -> Json:
    """Name the registration that signs people in, else the bot's own."""
    if facts.sign_on is None:
        return {"id": facts.bot_id, "resource": facts.origin}
    return {"id": facts.sign_on.app_id, "resource": facts.sign_on.resource}


def _translated(facts: AppFacts, told: Words) -> Json:
    commands = "bots[0].commandLists[0].commands"
    texts = {
        "$schema": f"{SCHEMAS}/MicrosoftTeams.Localization.schema.json",
        "name.short": NAME,
        "name.full": full_name(told),
        "description.short": in_short(told),
        "description.full": _in_full(facts, told),
    }
    for number, one in enumerate(offered(told)):
        texts[f"{commands}[{number}].title"] = one.word
        texts[f"{commands}[{number}].description"] = one.about
    return texts


def _in_full(facts: AppFacts, told: Words) -> str:
    return in_full(told, facts.operator, hears_all=facts.hears_all)
