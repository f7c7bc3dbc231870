"""Twelve bugs that a ledger may have, each put in on purpose: a simulation that cannot find them proves nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pymongo import UpdateOne

from services.ledger.adapters import shown_documents as documents_module
from services.ledger.adapters.journal import Journal
from services.ledger.adapters.projections import Projections
from services.ledger.application import writer as writer_module
from services.ledger.application.writer import Writer
from services.ledger.domain.books import Books
from services.ledger.domain.drafting import Drafted, drafted
from services.ledger.domain.errors import Fenced
from services.ledger.domain.showing import shown_of
from services.ledger.entrypoints.consumer import JournalReader
from shared.kernel.errors import Unavailable
from shared.messaging.log import Record

_append, _show, _draft = Journal.append, Projections.show, drafted


def _overwrites(self: Journal, sealed: Any, *, outbox: Sequence[Any], unsent_at: int) -> None:
    block = sealed.block
    document = {
        "_id": block.id,
        "shard": block.shard,
        "seq": block.seq,
        "hash": sealed.hash,
        "text": sealed.text,
        "outbox": list(outbox),
        "unsent_at": unsent_at,
    }
    self.collection.replace_one({"_id": block.id}, document, upsert=True)


def _takes_another_for_its_own(self: Journal, sealed: Any, **more: Any) -> None:
    try:
        _append(self, sealed, **more)
    except Fenced:
        return


def _takes_a_failure_for_done(self: Journal, sealed: Any, **more: Any) -> None:
    try:
        _append(self, sealed, **more)
    except Unavailable:
        return


def _forgets_answers(_: Books, __: str) -> tuple[str, ...]:
    return ()


def _commits_first(self: JournalReader, records: Sequence[Record]) -> Iterable[Record]:
    yield from records
    assert self._writer is not None
    self._writer.take(records)


def _loser_believes_it_won(self: Writer, shard: int, heard: Sequence[Any]) -> None:
    self._wrote(self._states[shard], heard)


def _does_not_reload(_: Writer, __: Any) -> None:
    return


def _shows_at_most_once(self: Writer) -> None:
    for shard in list(self._unshown):
        sealed = self._unshown.pop(shard)
        self._ledger.projections.show(shown_of(self._states[shard], sealed))


def _opens_without_showing(self: Writer) -> None:
    for shard, state in self._states.items():
        for sealed in self._ledger.journal.after(shard, state.seq):
            state.apply(sealed)


def _unguarded(id_: object, _: int, change: Any) -> UpdateOne:
    return UpdateOne({"_id": id_}, change, upsert=True)


def _shows_the_head_first(self: Projections, shown: Any) -> None:
    writes: list[Any] = []
    self.__dict__["_write"] = lambda *each: writes.append(each)
    try:
        _show(self, shown)
    finally:
        del self.__dict__["_write"]
    for each in reversed(writes):
        self._write(*each)


def _trusts_the_clock(*told: Any, now_millis: int, **more: Any) -> Drafted | None:
    made = _draft(*told, now_millis=now_millis, **more)
    return made and replace(made, block=replace(made.block, logged_at_millis=now_millis))


BUGS: Mapping[str, tuple[Any, str, Callable[..., Any]]] = MappingProxyType(
    {
        "no fence": (Journal, "append", _overwrites),
        "no dedupe": (Books, "answers", _forgets_answers),
        "position before block": (JournalReader, "_do", _commits_first),
        "the loser believes it won": (Writer, "_answer", _loser_believes_it_won),
        "the loser does not reload the tail": (Writer, "_catch_up", _does_not_reload),
        "another's block taken for its own": (Journal, "append", _takes_another_for_its_own),
        "a failed write taken for done": (Journal, "append", _takes_a_failure_for_done),
        "shown at most once": (Writer, "_show_unshown", _shows_at_most_once),
        "opened without showing": (Writer, "open", _opens_without_showing),
        "balances without a guard": (documents_module, "_guarded", _unguarded),
        "the head before the rest": (Projections, "show", _shows_the_head_first),
        "log time from the clock alone": (writer_module, "drafted", _trusts_the_clock),
    }
)
"""By name: where it sits, and what stands there instead."""


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """Put a bug in, for as long as it lasts."""
    where, name, instead = BUGS[bug]
    kept = getattr(where, name)
    setattr(where, name, instead)
    try:
        yield
    finally:
        setattr(where, name, kept)
