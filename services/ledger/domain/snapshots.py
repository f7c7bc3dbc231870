"""A shard's state as lines of text, so that a start need not begin at the first block; what is read back is the same state."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any, Final

from services.ledger.domain.accounts import Unit
from services.ledger.domain.books import Books, Chosen, Hold, HoldState, Posted, Standing, Waiting
from services.ledger.domain.layers import Layer
from services.ledger.domain.lots import Lot, Lots
from services.ledger.domain.state import ShardState

FORMAT: Final = "linli-snapshot-3"
"""Never kept for long: a snapshot of another format is passed over and made again."""

AT_ONCE: Final = 1000
_PLACES: Final = "places"
"""The accounts, in the order the chain first named them."""

Plain = Any
"""What JSON holds: lists, texts, numbers."""


class Damaged(Exception):
    """The lines are not those of a snapshot."""


def lines_of(state: ShardState) -> Iterator[str]:
    """Yield the lines; the first says which block they stand at."""
    place = [state.shard, state.seq, state.head, state.logged_at_millis, state.postings_total]
    yield _text([FORMAT, *place])
    yield _text([_PLACES, list(state.books.places.own)])
    for name, (told, _) in _LAYERS.items():
        items = iter(getattr(state.books, name).own.items())
        while chunk := list(islice(items, AT_ONCE)):
            yield _text([name, [told(key, value) for key, value in chunk]])


def state_of(lines: Iterable[str]) -> ShardState:
    """Return the state that stood when the lines were told.

    Raises:
        Damaged: If they are not what :func:`lines_of` tells.
    """
    whole = iter(lines)
    try:
        named, *place = json.loads(next(whole, "[0]"))
        if named != FORMAT:
            raise Damaged(f"its format {named} is not known")
        shard, seq, head, logged_at_millis, postings_total = place
        books, known = Books(), _Known()
        for line in whole:
            name, rows = json.loads(line)
            if name == _PLACES:
                books.places.take_in(known.name(row) for row in rows)
                continue
            layer: Layer[Any, Any] = getattr(books, name)
            layer.own.update(_LAYERS[name][1](known, row) for row in rows)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as cause:
        raise Damaged("it cannot be read") from cause
    state = ShardState(int(shard))
    state.go_on_from(
        books, seq=seq, head=head, logged_at_millis=logged_at_millis, postings_total=postings_total
    )
    return state


class _Known:
    """Each name is kept once in memory, however often it is read."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self.units = {unit.value: unit for unit in Unit}

    def name(self, name: str) -> str:
        return self._names.setdefault(name, name)

    def lots(self, rows: Plain) -> Lots:
        return tuple(Lot(expires_at_millis=end, minutes=minutes, proof=proof) for end, minutes, proof in rows)


def _text(whole: Plain) -> str:
    return json.dumps(whole, separators=(",", ":"))


def _lots(lots: Lots) -> Plain:
    return [[lot.expires_at_millis, lot.minutes, lot.proof] for lot in lots]


def _told_hold(key: str, hold: Hold) -> Plain:
    plain = [hold.account, hold.other, hold.minutes, hold.expires_at_millis]
    return [key, *plain, _lots(hold.lots), hold.state.value]


def _read_hold(known: _Known, row: Plain) -> tuple[str, Hold]:
    key, account, other, minutes, ends, lots, state = row
    hold = Hold(
        account=known.name(account),
        other=known.name(other),
        minutes=minutes,
        expires_at_millis=ends,
        lots=known.lots(lots),
        state=HoldState(state),
    )
    return key, hold


def _told_posted(key: str, posted: Posted) -> Plain:
    postings = [[account, unit.value, minutes] for account, unit, minutes in posted.postings]
    return [key, postings, _lots(posted.lots), posted.reversed, posted.is_reversal, list(posted.marks)]


def _read_posted(known: _Known, row: Plain) -> tuple[str, Posted]:
    key, postings, lots, is_reversed, is_reversal, marks = row
    moved = tuple((known.name(account), known.units[unit], minutes) for account, unit, minutes in postings)
    return key, Posted(
        postings=moved,
        lots=known.lots(lots),
        reversed=is_reversed,
        is_reversal=is_reversal,
        marks=tuple(marks),
    )


def _read_waiting(_: _Known, row: Plain) -> tuple[str, Waiting]:
    key, plain = row
    return key, Waiting(**{**plain, "marks": tuple(plain["marks"])})


def _read_standing(known: _Known, row: Plain) -> tuple[tuple[str, Unit], Standing]:
    account, unit, minutes, number = row
    return (known.name(account), known.units[unit]), Standing(minutes=minutes, number=number)


def _of_account(known: _Known, row: Plain) -> tuple[str, Plain]:
    return known.name(row[0]), row[1]


_Told = Callable[[Any, Any], Plain]
_Read = Callable[[_Known, Plain], tuple[Any, Any]]
_LAYERS: Final[dict[str, tuple[_Told, _Read]]] = {
    "standings": (lambda key, each: [key[0], key[1].value, each.minutes, each.number], _read_standing),
    "bodies": (lambda key, each: [key, list(each)], lambda _, row: (row[0], tuple(row[1]))),
    "lots": (
        lambda key, each: [key, _lots(each)],
        lambda known, row: (known.name(row[0]), known.lots(row[1])),
    ),
    "owed": (lambda key, each: [key, each], _of_account),
    "held": (lambda key, each: [key, each], _of_account),
    "floors": (lambda key, each: [key, each], _of_account),
    "opened": (lambda key, each: [key, each], _of_account),
    "holds": (_told_hold, _read_hold),
    "posted": (_told_posted, _read_posted),
    "chosen": (
        lambda key, each: [key, [[one.starts_at_millis, one.pack, one.terms] for one in each]],
        lambda _, row: (
            row[0],
            tuple(Chosen(starts_at_millis=at, pack=pack, terms=terms) for at, pack, terms in row[1]),
        ),
    ),
    "days": (lambda key, each: [key, each], _of_account),
    "waiting": (lambda key, each: [key, asdict(each)], _read_waiting),
    "above_cap": (lambda key, each: [key, each], _of_account),
    "settled": (lambda key, each: [key, each], _of_account),
    "lengthened": (lambda key, each: [key, list(each)], lambda _, row: (row[0], tuple(row[1]))),
}
"""Each layer of the books: how an entry is told, and how it is read."""
