"""The words by which messages are recognised, Danish and English together."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


QUESTION_WORDS = _set(
    "hvad hvem hvor hvornår hvornaar hvordan hvorfor hvilken hvilket hvilke hvorhen hvormed "
    "hvortil hvoraf what who where when why which how"
)
ENGLISH_QUESTION_WORDS = _set("what who where when why which how")
# Verbs that begin a question when their subject follows, and a comment when it is left out.
VERBS = _set(
    "kan skal må maa vil er var har havde bliver blev får faar fik kommer kom kunne skulle burde "
    "bør måtte ville gør gjorde går ved vidste siger tager står ligger sker mangler mister ser "
    "holder sender bruger giver laver starter slutter lukker åbner virker dækker regner "
    "can could should is are do does did will would may was were has have had must"
)
MODALS = _set("kan skal må bør vil kunne skulle burde")
# English turns subject and verb round to ask and for hardly anything else.
ENGLISH_VERBS = _set("can could should is are do does did will would was were has have had")
# What begins like a misspelt question word and is none.
NO_QUESTION_WORDS = _set(
    "hver hvert hvis hverken hvid hvide hvile hvidovre hverdag hvorved hvorefter"
)
# Verbs that hardly ever begin anything but a question.
ALWAYS_ASKING = _set(
    "gælder gaelder findes tæller omfatter kræver indgår koster betyder mon "
    "does did do are was were should could would"
)
SUBJECTS = _set(
    "jeg vi du i man der det den de han hun alle nogen noget nogle andre denne dette disse mange "
    "vores jeres min din borgere kommuner kommunen slides it you we they there anyone anybody the "
    "this that these those your our my everybody everyone he she"
)
PRONOUNS = _set("i we you they it he she this that")
# What follows a verb whose own subject is left out: adverbs, adjectives, infinitives, participles.
NO_SUBJECTS = _set(
    "kun bare lige helt også ikke nok gerne selv stadig meget desværre tilbage enig samme godt "
    "fint altid aldrig absolut virkelig dog jo da nu her klar med på angår vedrører hellere snart "
    "måske allerede lidt mere ved fra til om stor stort store ingen bekræfte anbefale sende melde "
    "nævne sige tilføje supplere bidrage deltage fortælle høre se bakke tilslutte varmt fået "
    "prøvet sendt meldt hørt set været blevet haft gjort oplevet bestilt løst skrevet spurgt lavet "
    "modtaget brugt testet fundet taget lagt givet sagt vist talt rettet oprettet only just also "
    "not still really very same great nice a an be agree confirm send check look get take bring "
    "share recommend second see say sent done been had no back"
)
LEADS = _set(
    "hej hejsa hello hi goddag godmorgen og men ok okay so and but så well tak ja nej jamen sorry "
    "undskyld lige øh hm alle"
)
EXCLAIMING = tuple(
    tuple(start.split())
    for start in (
        "hvad angår",
        "hvad vedrører",
        "hvor er det godt",
        "hvor er det flot",
        "hvor er det dejligt",
        "hvor er det fint",
        "hvor er det rart",
        "hvor er det skønt",
        "hvor er det spændende",
        "hvor er det ærgerligt",
        "hvor godt",
        "hvor dejligt",
        "hvor fint",
        "hvor flot",
        "hvor heldigt",
        "hvor spændende",
        "hvor ærgerligt",
        "what a",
        "what an",
        "how good",
        "how great",
        "how nice",
        "have the same",
        "is the same",
        "is what",
        "får det ikke",
    )
)
INDIRECT = re.compile(
    r"\bgad vide\b|\bmon\b|\bundrer (?:mig|os) over\b|\bi tvivl om\b|\b(?:usikker|usikre) på\b"
    r"|\b(?:vil|ville|må|skal) (?:\w+ )?(?:\w+ )?(?:vide|høre|spørge)\b"
    r"|^(?:lige )?(?:et |to |tre )?(?:lille |hurtigt |kort )?spørgsmål\b"
    r"|\bspørgsmål (?:til|om)\b"
    r"|\b(?:mangler|savner|efterlyser) (?:\w+ )?(?:svar|afklaring|information)\b"
    r"|^nog(?:en|le) (?:der|som|bud|nyt|nyheder|erfaring)\b|\ber der (?:nogen|andre)\b"
    r"|\bved (?:i|du|nogen)\b|\b(?:tænker|spekulerer) (?:om|på|over)\b"
    r"|\bnysgerrig (?:på|efter)\b|\bhåber (?:at )?(?:i|du|nogen) kan\b"
    r"|\bforstår ikke (?:helt )?(?:forskellen|pointen|meningen)\b|\b(?:unclear|not clear) to\b"
    r"|\b(?:uklart|uvist) (?:\w+ )?(?:\w+ )?(?:hvad|hvem|hvor\w*|hvilke\w?|om)\b"
    r"|\b(?:ved|forstår|finder|se) ikke (?:\w+ )?(?:hvad|hvem|hvor\w*|hvilke\w?|om)\b"
    r"|\bmig at vide\b|\b(?:rart|godt|interessant|dejligt) at (?:vide|få svar)\b"
    r"|\bkan (?:i|du|nogen|man) (?:\w+ )?(?:sige|fortælle|forklare|uddybe|gentage|bekræfte)\b"
    r"|\bwonder(?:ing)? (?:if|whether|what|who|when|how|why)\b"
    r"|\b(?:like|want) to (?:know|ask|hear)\b|\bany(?:one|body) (?:know|who|have|tried)\w*\b"
    r"|\bany (?:news|idea|chance|plans?)\b|^questions?\b|\bquestion (?:about|for|to)\b"
    r"|\b(?:not sure|unsure|unclear) (?:who|how|if|whether|what|when|where|why)\b"
    r"|\b(?:not|don't|didn't) (?:know|understand|see) (?:who|how|if|whether|what|when|where|why)\b"
    r"|\b(?:can|could) you (?:please )?\w+\b"
)
THANKS = _set("tak takker thanks thank thx tusindtak")
CHATTER = re.compile(
    r"^(?:hej|hejsa|hello|hi|goddag|godmorgen|hilsen|velkommen|welcome|vi ses|farvel|bye|see you"
    r"|god (?:morgen|dag|weekend|påske|sommer|ferie|jul|eftermiddag)"
    r"|good (?:morning|day|afternoon|weekend)|happy \w+|haha|hehe|lol|ha ha|brb"
    r"|er (?:på|her|klar|tilbage)|så er (?:jeg|vi) (?:på|klar|her|tilbage)"
    r"|kommer (?:lige )?(?:tilbage|snart|om)|(?:må|skal) (?:desværre |lige )?(?:smutte|løbe|gå)"
    r"|vi er \w+ (?:med|her)|kan (?:kun )?være med til)\b"
)
