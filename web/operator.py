"""Who runs this installation, as far as people who use it must be told."""

from dataclasses import dataclass

from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Operator:
    """The public body behind the pages; what is empty is not told.

    `contact` is an address for mail or of a page, `phone` a number, as people should read it.
    `statement` is the address of the accessibility statement that Danish public bodies make in the
    Agency for Digital Government's WAS-Tool (lov om webtilgængelighed, § 4).
    """

    name: str = ""
    contact: str = ""
    phone: str = ""
    statement: str = ""

    @property
    def contact_link(self) -> str:
        """Where a press on the contact leads."""
        return self.contact if "://" in self.contact else f"mailto:{self.contact}"


def operator_of(settings: Settings) -> Operator:
    told = (settings.operator, settings.contact, settings.phone, settings.statement)
    return Operator(*(value or "" for value in told))
