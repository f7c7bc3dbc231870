"""A moment in which no relay takes anything to the log, for who must see documents and log as they belong together.

Whoever wants it leaves a note among the documents. A relay looks for the note after it has read what waits, and before it
appends: what it appends while the note is there, it had read before. So between writing the note and taking it away, nothing
comes to the log that is not among the documents of any instant in between.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable
from shared.kernel.ids import nonce
from shared.storage.connection import collection
from shared.storage.paging import Document

NAME: Final = "standstill"
"""The collection with the note; it belongs to no backup."""

KEPT_SECONDS: Final = 30.0
"""So long a relay keeps to a note, from when it first saw it: who wrote it may be dead."""

USED_SECONDS: Final = 15.0
"""So long who wrote it may rely on it."""

_ID: Final = "relays"


class TookTooLong(Unavailable):
    """The moment ended before what it was for."""

    code = "standstill-too-long"
    zh = "备份的瞬间持续太久（超过 {seconds} 秒），系统太忙；请稍后再试"
    en = "The instant of the backup took longer than {seconds} seconds, too much is going on; try again later"


def _notes() -> Collection[Document]:
    return collection("identity", NAME)


@contextmanager
def standstill() -> Iterator[None]:
    """Let no relay append anything that it has not read before; the relays go on when this is left.

    Raises:
        TookTooLong: If it was left so late that some relay may have gone on before.
        Unavailable: If the documents do not answer.
    """
    token, began = nonce(8).hex(), monotonic_seconds()
    try:
        _notes().replace_one({"_id": _ID}, {"token": token}, upsert=True)
        try:
            yield
        finally:
            _notes().delete_one({"_id": _ID, "token": token})
    except PyMongoError as cause:
        raise Unavailable(part="documents") from cause
    if monotonic_seconds() - began > USED_SECONDS:
        raise TookTooLong(seconds=int(USED_SECONDS))


class HeldBack:
    """What a relay asks before it appends: whether somebody wants a standstill now."""

    def __init__(self, seconds: Callable[[], float] = monotonic_seconds) -> None:
        """Know of no note yet.

        Args:
            seconds: Tells how time passes.
        """
        self._seconds = seconds
        self._token: object = None
        self._seen_at = 0.0

    def __call__(self) -> bool:
        """Tell whether nothing may be appended now.

        Raises:
            PyMongoError: If the documents do not answer.
        """
        note = _notes().find_one({"_id": _ID})
        if note is None:
            return False
        if note["token"] != self._token:
            self._token, self._seen_at = note["token"], self._seconds()
        return self._seconds() - self._seen_at < KEPT_SECONDS
