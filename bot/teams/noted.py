"""Under which keys the Teams edge keeps what in Notes."""

OF_TEAMS = "teams/"
ROOM, BOUND, CHANNEL, CARD, ASKED, MEMBER, ERRAND, DAYS = (
    f"{OF_TEAMS}{kind}/"
    for kind in ("room", "bound", "channel", "card", "asked", "member", "errand", "day")
)
# Greeted; whether the bot is in a common chat; asked which meeting it is; no alerts in its call;
# what hosts were told about who is what in it; who has been written to of one's own accord.
HELLO, THERE, WHICH, QUIET, STAGE, REACHED = (
    f"{OF_TEAMS}{kind}/" for kind in ("hello", "there", "which", "quiet", "stage", "reached")
)
