"""Every route that the router really has, with an address of each that leads somewhere."""

from dataclasses import dataclass

from tests.web.served import Served

FILLED = {"{id}": "q1", "{kind}": "csv"}
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Place:
    method: str
    route: str
    path: str

    @property
    def changes(self) -> bool:
        return self.method in CHANGING

    @property
    def of_a_meeting(self) -> bool:
        return "/m/{code}" in self.route

    @property
    def in_tab(self) -> bool:
        return f"{self.route}/".startswith("/tab/")


def places(served: Served) -> list[Place]:
    """All routes but the bot's endpoint, which has a gate of its own."""
    found = []
    for route in served.app.router.routes():
        known = route.resource.canonical
        path = known.replace("{code}", served.code)
        for name, value in FILLED.items():
            path = path.replace(name, value)
        found.append(Place(route.method, known, path))
    return [place for place in found if not place.route.startswith("/api/")]
