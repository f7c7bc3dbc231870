"""What the forms of giving send, as it is typed: yuan with two decimals, hours as times of day."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from services.matching.application.commands import Words500
from services.matching.domain.giving.kinds import (
    Funds,
    Goods,
    GoodsCategory,
    HandOver,
    LongerText,
    OpenHours,
    Persons,
    Units,
    Venue,
    Weekday,
)
from services.matching.domain.offer import Offer, OfferKind
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.giving_pages.money import Yuan, fen_of, yuan
from services.matching.entrypoints.register_pages.day_parts import clock_of, minute_of
from services.matching.entrypoints.register_pages.typed import Clock
from shared.events.days import OnDay
from shared.events.fields import Text
from shared.kernel.errors import BadInput

IdTyped = Annotated[str, Text(most=120, pattern=r"[A-Za-z0-9._~:@-]*")]
ShortTyped = Annotated[str, Text(most=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveForm:
    """From which offer, or in the name of which party, a part is answered."""

    offer_id: IdTyped = ""
    party_id: IdTyped = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenForm:
    """How much was handed over or arrived: units, people, or yuan; nothing is all of it."""

    given: Yuan = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferForm:
    """Goods, a fund or a venue; each field is named for the kind it belongs to."""

    kind: OfferKind
    party_id: IdTyped = ""
    note: Words500 = ""
    item: ShortTyped = ""
    category: GoodsCategory = GoodsCategory.FOOD
    unit: Annotated[str, Text(most=12)] = ""
    quantity: Units = 1
    best_before_on: OnDay | None = None
    hand_over: HandOver = HandOver.PICK_UP
    place: LongerText = ""
    purpose: LongerText = ""
    amount_yuan: Yuan = ""
    most_yuan: Yuan = ""
    name: ShortTyped = ""
    capacity: Persons = 10
    weekdays: tuple[Weekday, ...] = ()
    opens: Clock = "08:00"
    closes: Clock = "18:00"
    equipment: LongerText = ""
    responsible: ShortTyped = ""


def given_in(form: GivenForm, kind: OfferKind) -> int | None:
    """Return how much was given, in fen or whole units; None for all of it."""
    if not form.given:
        return None
    if kind is OfferKind.FUNDS:
        return fen_of(form.given, "given")
    if not form.given.isdecimal() or int(form.given) == 0:
        raise one_fault("given", "no-number", "应为整数", "This must be a whole number")
    return int(form.given)


def goods_in(form: OfferForm) -> Goods | None:
    """Return the goods a form describes, or None if it is about something else."""
    if form.kind is not OfferKind.GOODS:
        return None
    _needed("item", form.item)
    _needed("unit", form.unit)
    return Goods(
        item=form.item,
        category=form.category,
        unit=form.unit,
        quantity=form.quantity,
        best_before_on=form.best_before_on,
        hand_over=form.hand_over,
        place=form.place,
    )


def funds_in(form: OfferForm) -> Funds | None:
    """Return the fund a form describes, or None if it is about something else."""
    if form.kind is not OfferKind.FUNDS:
        return None
    return Funds(
        amount_fen=fen_of(form.amount_yuan, "amount_yuan"),
        purpose=form.purpose,
        most_per_case_fen=fen_of(form.most_yuan, "most_yuan"),
    )


def venue_in(form: OfferForm, before: Offer | None = None) -> Venue | None:
    """Return the venue a form describes, with the days apart it had before; None if it is about something else."""
    if form.kind is not OfferKind.VENUE:
        return None
    _needed("name", form.name)
    _needed("responsible", form.responsible)
    made = Venue(
        name=form.name,
        place=form.place,
        capacity=form.capacity,
        open_hours=_hours(form),
        equipment=form.equipment,
        responsible=form.responsible,
    )
    return replace(made, days_apart=before.venue.days_apart) if before and before.venue else made


def spoken_span(opens: int | None, closes: int | None) -> str:
    """Return ``08:00–12:00``, or nothing for a closed day."""
    return "" if opens is None or closes is None else f"{clock_of(opens)}–{clock_of(closes)}"


def _hours(form: OfferForm) -> tuple[OpenHours, ...]:
    opens, closes = minute_of(form.opens), minute_of(form.closes)
    if not form.weekdays:
        raise one_fault("weekdays", "required", "请至少选一天", "Please choose one day at least")
    if opens >= closes:
        raise one_fault("closes", "ends-before-begin", "结束应晚于开始", "The end must be after the start")
    return tuple(OpenHours(weekday=day, from_minute=opens, to_minute=closes) for day in form.weekdays)


def _needed(field: str, typed: str) -> None:
    if not typed:
        raise one_fault(field, "required", "请填写", "Please fill this in")


def form_values(offer: Offer) -> dict[str, object]:
    """Return what a form shows of an offer that stands."""
    goods, funds, venue = offer.goods, offer.funds, offer.venue
    values: dict[str, object] = {"note": offer.note}
    if goods:
        values |= {
            "item": goods.item,
            "category": goods.category.value,
            "unit": goods.unit,
            "quantity": goods.quantity,
            "best_before_on": _day(goods.best_before_on),
            "hand_over": goods.hand_over.value,
            "place": goods.place,
        }
    if funds:
        values |= {
            "purpose": funds.purpose,
            "amount_yuan": yuan(funds.amount_fen),
            "most_yuan": yuan(funds.most_per_case_fen),
        }
    return values | _venue_values(venue) if venue else values


def _venue_values(venue: Venue) -> dict[str, object]:
    first = venue.open_hours[0]
    return {
        "name": venue.name,
        "place": venue.place,
        "capacity": venue.capacity,
        "weekdays": sorted({each.weekday for each in venue.open_hours}),
        "opens": clock_of(first.from_minute),
        "closes": clock_of(first.to_minute),
        "equipment": venue.equipment,
        "responsible": venue.responsible,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


_TYPED_AS = {"most_per_case_fen": "most_yuan", "amount_fen": "amount_yuan"}


def told_at_fields(refused: BadInput) -> BadInput:
    """Return the same faults at the fields of the form: ``goods.place`` is typed in ``place``."""
    last = [each.field.split(".")[1] if "." in each.field else each.field for each in refused.faults]
    named = zip(refused.faults, (_TYPED_AS.get(each, each) for each in last), strict=True)
    return BadInput(faults=tuple(replace(fault, field=field) for fault, field in named))
