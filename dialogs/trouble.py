"""Trouble with sound, picture or the line: what a host must hear of at once."""

import re

from meeting.model import TroubleKind

# Each needs the thing and what is wrong with it, so that talk about sound is no trouble.
SOUND = re.compile(
    r"\bikke (?:\w+ )?høre\b(?! (?:om|fra|til)\b)"
    r"|\bhører (?:ikke|intet|ingenting)\b(?! (?:om|fra|til)\b)"
    r"|\bkan (?:i|du|nogen|alle|andre) (?:\w+ )?høre (?:mig|os|noget|hvad|lyden?)\b"
    r"|\ber der (?:nogen )?lyd\b"
    r"|\b(?:svært|besvær) (?:ved )?at høre\b(?! (?:om|fra)\b)"
    r"|\b(?:ingen|intet|mistet|uden|dårlig|elendig|mangler|svag|lav) lyd(?:en)?\b"
    r"|\blyden (?:er |bliver )?(?:\w+ )?(?:væk|dårlig|lav|svag|elendig|forsvundet|utydelig)\b"
    r"|\blyden (?:hakker|falder|forsvinder|ryger|virker ikke|er der ikke|kommer og går)\b"
    r"|\blydproblem\w*|\bproblemer med (?:lyd|lyden|mikrofonen|højttaleren)\b"
    r"|\bdet hakker\b|\bekko\b|\bhyler\b|\b(?:baggrundsstøj|støj på linjen)\b"
    r"|\bmikrofon(?:en)? (?:er )?(?:\w+ )?(?:slukket|slået|fra|virker)"
    r"|\bmikrofonen til\b|\bdin mikrofon\b"
    r"|\bskrue? (?:lidt )?op\b|\btale (?:lidt )?(?:højere|tydeligere)\b|\b(?:på mute|mutet)\b"
    r"|\b(?:can't|cannot|cant|can not|couldn't|don't) hear\b|\bcan (?:you|anyone|anybody) hear\b"
    r"|\bhard to hear\b|\b(?:no|lost|without|bad) (?:the )?(?:sound|audio)\b"
    r"|\b(?:sound|audio) (?:is|keeps|cuts|problems?)\b|\b(?:on mute|muted|echo|choppy)\b"
    r"|\bbreaking up\b|\bmicrophone is (?:off|muted)|\b(?:talk|speak) (?:up|a bit louder|louder)\b"
)
PICTURE = re.compile(
    r"\bikke (?:\w+ )?se (?:\w+ )?(?:slides?|skærm\w*|billede\w*|præsentation\w*|noget|jer)\b"
    r"|\bser (?:ikke|intet|ingen) (?:\w+ )?(?:slides?|skærm\w*|billede\w*|præsentation\w*)"
    r"|\bkan (?:i|du|nogen|alle|andre) (?:\w+ )?se (?:\w+ )?(?:slides?|skærm\w*|billede\w*)"
    r"|\b(?:billedet|skærmen|videoen|skærmdelingen) (?:er |bliver )?(?:frosset|fryser|hakker|væk)"
    r"|\b(?:billedet|skærmen|videoen|skærmdelingen) (?:er )?(?:sort|sløret|hænger|virker ikke)"
    r"|\b(?:sort|blank|hvid) skærm\b|\b(?:intet|ingen|sort|mangler) (?:billede|slides|video)\b"
    r"|\b(?:slides?|slidet|præsentation\w*) (?:\w+ )?(?:skifter|flytter|går|vises) ikke\b"
    r"|\bikke (?:noget |nogen )?(?:billede|skærm)\b|\bkun (?:\w+ )?se \w+ og ikke\b"
    r"|\bproblemer med (?:billedet?|skærmen|video\w*)\b"
    r"|\b(?:can't|cannot|cant|can not|don't) see (?:\w+ )?(?:slides?|screen|anything|picture)\b"
    r"|\bscreen is (?:black|frozen|blank)|\b(?:black|blank|frozen) screen\b"
    r"|\bslides? (?:are|is) not (?:moving|changing|showing)"
    r"|\b(?:picture|video|screen) (?:is |has )?(?:frozen|gone|freezes|froze)"
)
OTHER = re.compile(
    r"\bfalder ud\b|\b(?:bliver|blev|er blevet) (?:\w+ )?smidt (?:af|ud)\b"
    r"|\b(?:ryger|røg) (?:hele tiden |lige )?(?:af|ud)\b|\bikke komme (?:ind|på|med)\b"
    r"|\bkommer ikke (?:ind|på)\b|\blinket (?:virker|duer|fungerer) ikke\b"
    r"|\b(?:forbindelsen|internettet) (?:er |bliver )?(?:\w+ )?(?:væk|dårlig\w*|ustabil\w*|ryger)"
    r"|\bdet lagger\b|\bteams (?:driller|fryser|hakker|går ned)\b"
    r"|\bproblemer med (?:forbindelsen|teams|internettet|at komme ind)\b"
    r"|\bkeeps? (?:dropping|falling) out\b|\b(?:cannot|can't|cant) (?:get in|join|connect)\b"
    r"|\bkicked out\b|\blagging\b|\bconnection is (?:bad|gone|lost|unstable)"
)


def trouble_of(text: str) -> TroubleKind | None:
    """Say what somebody has trouble with, if that is what the message is about."""
    folded = " ".join(text.casefold().split())
    for kind, pattern in (
        (TroubleKind.SOUND, SOUND),
        (TroubleKind.PICTURE, PICTURE),
        (TroubleKind.OTHER, OTHER),
    ):
        if pattern.search(folded):
            return kind
    return None
