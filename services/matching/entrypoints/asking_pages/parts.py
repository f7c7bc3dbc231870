"""What a call asks for beside helpers: goods, money, a room, a social worker; one line of the form for each."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.domain.giving.kinds import GoodsCategory, Persons, Units
from services.matching.domain.giving.part import AskedPart
from services.matching.domain.offer import OfferKind
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.giving_pages.money import Yuan, fen_of
from shared.events.fields import Text

Few = Annotated[str, Text(most=60)]
Ticked = Annotated[str, Text(most=5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsForm:
    """The lines for parts; one that is left empty asks for nothing.

    Attributes:
        no_helpers: Ticked if no volunteer is asked for beside the parts.
    """

    goods_title: Few = ""
    goods_category: GoodsCategory = GoodsCategory.FOOD
    goods_quantity: Units = 1
    funds_title: Few = ""
    funds_yuan: Yuan = ""
    venue_title: Few = ""
    venue_people: Persons = 1
    casework_title: Few = ""
    no_helpers: Ticked = ""


def parts_in(form: PartsForm) -> tuple[AskedPart, ...]:
    """Return the parts a form asks for.

    Raises:
        BadInput: If a title is too short, or money is asked for without an amount.
    """
    made = []
    if _said("goods_title", form.goods_title):
        made.append(
            AskedPart(
                kind=OfferKind.GOODS,
                title=form.goods_title,
                category=form.goods_category,
                quantity=form.goods_quantity,
            )
        )
    if _said("funds_title", form.funds_title):
        fen = fen_of(form.funds_yuan, "funds_yuan")
        made.append(AskedPart(kind=OfferKind.FUNDS, title=form.funds_title, quantity=fen))
    if _said("venue_title", form.venue_title):
        made.append(AskedPart(kind=OfferKind.VENUE, title=form.venue_title, quantity=form.venue_people))
    if _said("casework_title", form.casework_title):
        made.append(AskedPart(kind=OfferKind.SERVICE, title=form.casework_title, professional=True))
    return tuple(made)


def _said(field: str, title: str) -> bool:
    if len(title) == 1:
        raise one_fault(field, "too-short", "请至少写两个字", "Please write two characters or more")
    return bool(title)
