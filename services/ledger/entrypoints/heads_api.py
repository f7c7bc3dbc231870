"""The API of signed heads: for whoever keeps a copy of them, to hold the ledger against later. It translates and nothing more."""

from dataclasses import asdict, dataclass
from typing import Annotated

from services.ledger.application.context import Ledger
from services.ledger.application.signing import signed_page
from services.ledger.domain.signed_heads import SignedHeads
from shared.events.fields import Code, Text
from shared.storage.paging import Page
from shared.web.api import PUBLIC, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHeadsView:
    """The newest block of every chain, signed: the signature is over exactly the bytes of the text."""

    algorithm: Code
    public_key: Annotated[str, Text(least=64, most=64)]
    signature: Annotated[str, Text(least=128, most=128)]
    text: str


def heads_api(ledger: Ledger) -> Api:
    """Return the routes over signed heads, mounted at ``/api/ledger/v1``."""
    api = Api("ledger")

    @api.get(
        "/heads",
        gives=SignedHeadsView,
        paged=True,
        may=PUBLIC,
        says="The signed heads of the chains, newest first",
    )
    def heads(call: Call[Nothing]) -> Page[SignedHeadsView]:
        page = signed_page(ledger, limit=call.limit, after=call.after)
        return Page(items=tuple(_view(each) for each in page.items), next=page.next)

    return api


def _view(signed: SignedHeads) -> SignedHeadsView:
    return SignedHeadsView(**asdict(signed))
