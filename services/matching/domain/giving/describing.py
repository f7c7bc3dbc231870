"""What an offer and a part must say, by kind: each fault names its field, in both languages."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from services.matching.domain.giving.kinds import Funds, Goods, HandOver, Venue
from services.matching.domain.giving.part import MOST_PARTS, AskedPart
from services.matching.domain.offer import OfferKind
from shared.kernel.errors import BadInput, FieldFault

MOST_SPANS = 50
MOST_DAYS_APART = 100
LONGEST_BOOKING = timedelta(hours=24)

Contents = tuple[Goods | None, Funds | None, Venue | None]
_SECTIONS = (OfferKind.GOODS, OfferKind.FUNDS, OfferKind.VENUE)


def check_describes(kind: OfferKind, contents: Contents, today: date) -> None:
    """Pass if an offer says what its kind asks for, and nothing of another kind.

    Args:
        kind: What is offered.
        contents: Its goods, funds and venue.
        today: The day in China.

    Raises:
        BadInput: With a fault for each field.
    """
    goods, funds, venue = contents
    faults = [*_sections(kind, contents)]
    if not faults:
        faults += [*_goods(goods, today), *_funds(funds), *_venue(venue)]
    if faults:
        raise BadInput(faults=tuple(faults))


def check_asks(
    parts: tuple[AskedPart, ...], window: tuple[datetime, datetime], now: datetime, *, already: int = 0
) -> None:
    """Pass if the parts of a need can be asked for.

    Args:
        parts: What is asked for.
        window: When the need starts and ends.
        now: When it is asked.
        already: How many parts the need has.

    Raises:
        BadInput: With a fault for each field.
    """
    faults = [
        fault for number, part in enumerate(parts) for fault in _part(f"parts.{number}", part, window, now)
    ]
    if already + len(parts) > MOST_PARTS:
        faults.append(_fault("parts", f"最多 {MOST_PARTS} 项", f"At most {MOST_PARTS} parts"))
    if faults:
        raise BadInput(faults=tuple(faults))


def check_asks_for_something(helpers_wanted: int, parts: tuple[AskedPart, ...]) -> None:
    """Pass if a need asks for helpers or for parts.

    Raises:
        BadInput: If for neither.
    """
    if helpers_wanted == 0 and not parts:
        fault = _fault(
            "helpers_wanted", "请填写人数，或至少一项所需", "Ask for helpers, or for a part at least"
        )
        raise BadInput(faults=(fault,))


def _fault(field: str, zh: str, en: str) -> FieldFault:
    return FieldFault(field=field, code="invalid", zh=zh, en=en)


def _sections(kind: OfferKind, contents: Contents) -> Iterator[FieldFault]:
    for section, content in zip(_SECTIONS, contents, strict=True):
        field = section.value.lower()
        if section is kind and content is None:
            yield _fault(field, "请填写这一类资源的内容", "Please say what is offered")
        if section is not kind and content is not None:
            yield _fault(field, "这一类资源没有这项内容", "An offer of this kind does not have this")


def _goods(goods: Goods | None, today: date) -> Iterator[FieldFault]:
    if goods and goods.best_before_on and goods.best_before_on < today:
        yield _fault("goods.best_before_on", "已过保质期", "This day has passed")
    if goods and goods.hand_over is HandOver.PICK_UP and not goods.place:
        yield _fault("goods.place", "请写明领取地点", "Please say where it is picked up")


def _funds(funds: Funds | None) -> Iterator[FieldFault]:
    if funds and not funds.purpose:
        yield _fault("funds.purpose", "请写明用途", "Please say what it is for")
    if funds and funds.most_per_case_fen > funds.amount_fen:
        yield _fault("funds.most_per_case_fen", "不能多于总金额", "This cannot be more than the whole amount")


def _venue(venue: Venue | None) -> Iterator[FieldFault]:
    if venue is None:
        return
    if not venue.place:
        yield _fault("venue.place", "请写明地点", "Please say where it is")
    if not 1 <= len(venue.open_hours) <= MOST_SPANS:
        yield _fault(
            "venue.open_hours", f"请填写 1 至 {MOST_SPANS} 段开放时间", f"1 to {MOST_SPANS} spans are needed"
        )
    if len(venue.days_apart) > MOST_DAYS_APART:
        yield _fault("venue.days_apart", f"最多 {MOST_DAYS_APART} 天", f"At most {MOST_DAYS_APART} days")
    yield from _spans("open_hours", ((each.from_minute, each.to_minute) for each in venue.open_hours))
    yield from _spans("days_apart", ((each.from_minute, each.to_minute) for each in venue.days_apart))


def _spans(field: str, spans: Iterable[tuple[int | None, int | None]]) -> Iterator[FieldFault]:
    for number, (opens, closes) in enumerate(spans):
        if (opens is None) is not (closes is None):
            yield _fault(f"venue.{field}.{number}", "请填写起止时间", "Please give both times")
        if opens is not None and closes is not None and opens >= closes:
            yield _fault(f"venue.{field}.{number}", "结束应晚于开始", "The end must be after the start")


def _part(
    path: str, part: AskedPart, window: tuple[datetime, datetime], now: datetime
) -> Iterator[FieldFault]:
    starts_at, ends_at = part.starts_at or window[0], part.ends_at or window[1]
    if (part.category is None) is (part.kind is OfferKind.GOODS):
        yield _fault(
            f"{path}.category", "物资须选类别，其他种类不填", "Goods need a category, other kinds have none"
        )
    if part.professional and part.kind is not OfferKind.SERVICE:
        yield _fault(f"{path}.professional", "只有服务可以是专业服务", "Only service can be professional")
    if part.kind is OfferKind.SERVICE and part.quantity != 1:
        yield _fault(f"{path}.quantity", "服务的数量为 1", "Service is asked for once")
    if part.kind is not OfferKind.VENUE and (part.starts_at or part.ends_at):
        yield _fault(f"{path}.starts_at", "只有场地须填起止时间", "Only a venue has times of its own")
    if not starts_at < ends_at <= starts_at + LONGEST_BOOKING:
        yield _fault(
            f"{path}.ends_at",
            "结束应晚于开始，且在 24 小时内",
            "The end must be after the start, within a day",
        )
    if part.due_at and not now < part.due_at <= window[1]:
        yield _fault(
            f"{path}.due_at", "应在现在和需求结束之间", "This must be between now and the need's end"
        )
