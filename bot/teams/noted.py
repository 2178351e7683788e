"""Under which keys the Teams edge keeps what in Notes."""

OF_TEAMS = "teams/"
ROOM, BOUND, CARD, ASKED, MEMBER, ERRAND, DAYS = (
    f"{OF_TEAMS}{kind}/" for kind in ("room", "bound", "card", "asked", "member", "errand", "day")
)
