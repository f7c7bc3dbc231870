"""Checking a certificate: by its number or square code, without an account."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.certificates.showing import certificate_checked, certificate_keys
from services.matching.application.context import Matching
from services.matching.domain.cards.card import code_read
from shared.events.fields import Text
from shared.kernel.errors import NotFound
from shared.web.api import PUBLIC
from shared.web.pages import Pages, Shown, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTyped:
    """The number as it stands on the paper."""

    number: Annotated[str, Text(most=40)] = ""


class Checking:
    """The public check page."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def ask(self, visit: Visit[NumberTyped]) -> Shown:
        """Show the form, or go to what was typed."""
        number = code_read(visit.query.number)
        if number:
            return visit.go(f"/certificates/check/{number}")
        return self._form(visit, wrong=bool(visit.query.number))

    def show(self, visit: Visit[object]) -> Shown:
        """Show what the paper of this number shows, or that there is none."""
        try:
            checked = certificate_checked(self.m, visit.path["number"], address=visit.address)
        except NotFound:
            visit.status = 404
            return self._form(visit, wrong=True)
        return visit.show("certificates/checked.html", checked=checked, paper=checked.states)

    def _form(self, visit: Visit[NumberTyped] | Visit[object], *, wrong: bool) -> Shown:
        keys = certificate_keys(self.m)
        return visit.show("certificates/check.html", wrong=wrong, keys=keys)


def checking_pages(m: Matching) -> Pages:
    """Return the public check page."""
    pages, checking = Pages("matching"), Checking(m)
    pages.get("/certificates/check", may=PUBLIC, query=NumberTyped)(checking.ask)
    pages.get("/certificates/check/<number>", may=PUBLIC)(checking.show)
    return pages
