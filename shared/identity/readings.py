"""Who read whose personal data, when and why; each person may see the readings of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pymongo.errors import BulkWriteError

from shared.identity.stored import ReadingDocument
from shared.kernel.clock import Clock, unix_millis
from shared.kernel.ids import derived_id
from shared.kernel.words import Words
from shared.storage.paging import Page, listed_key, newest_first

ONE_LOOK = timedelta(minutes=10)
"""A page that is looked at again within the same ten minutes, or refreshes itself, is one reading."""
_THERE_ALREADY = 11000
"""Code of a write refused because its id is taken. Source: MongoDB error codes."""


class ReadData(StrEnum):
    """What of a person was read."""

    CONTACT = "CONTACT"
    DOCUMENT = "DOCUMENT"
    FILE = "FILE"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _WORDS[self]


_WORDS = {
    ReadData.CONTACT: Words("电话和住址", "Phone and address"),
    ReadData.DOCUMENT: Words("证件号码", "Document number"),
    ReadData.FILE: Words("个人档案", "Personal file"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading.

    Attributes:
        id: Of the reading.
        member_id: Whose data.
        reader_id: Who read it.
        what: Which part.
        why: For what, as a code such as ``assignment`` or ``phone-call``.
        at: When, UTC.
    """

    id: str
    member_id: str
    reader_id: str
    what: ReadData
    why: str
    at: datetime


class Readings:
    """The log of readings."""

    def __init__(self, clock: Clock) -> None:
        """Take what stamps a reading."""
        self._clock = clock

    def log(self, reader_id: str, member_ids: Iterable[str], what: ReadData, *, why: str) -> None:
        """Write down that ``reader_id`` read this of each member, in one write; one's own data is not logged.

        The same reading again within the same ten minutes is the same reading.
        """
        now = self._clock.now()
        look = str(unix_millis(now) // (ONE_LOOK // timedelta(milliseconds=1)))
        made = [
            ReadingDocument(
                id=(id_ := derived_id("reading", reader_id, member_id, what.value, why, look)),
                member_id=member_id,
                reader_id=reader_id,
                what=what.value,
                why=why,
                at=now,
                listed=listed_key(now, id_),
            ).to_mongo()
            for member_id in dict.fromkeys(member_ids)
            if member_id != reader_id
        ]
        if made:
            _insert_new(made)

    def of(self, member_id: str, *, limit: int = 50, after: str | None = None) -> Page[Reading]:
        """Return a page of the readings of one member's data, newest first."""
        found, following = newest_first(
            ReadingDocument._get_collection(),  # noqa: SLF001 -- mongoengine offers no public name
            {"member_id": member_id},
            now=self._clock.now(),
            limit=limit,
            after=after,
        )
        return Page(items=tuple(_reading(each) for each in found), next=following)


def _insert_new(made: list[dict[str, object]]) -> None:
    try:
        ReadingDocument._get_collection().insert_many(made, ordered=False)  # noqa: SLF001 -- mongoengine offers no public name
    except BulkWriteError as fault:
        if any(each.get("code") != _THERE_ALREADY for each in fault.details["writeErrors"]):
            raise


def _reading(document: dict[str, object]) -> Reading:
    at = document["at"]
    assert isinstance(at, datetime)
    return Reading(
        id=str(document["_id"]),
        member_id=str(document["member_id"]),
        reader_id=str(document["reader_id"]),
        what=ReadData(str(document["what"])),
        why=str(document["why"]),
        at=at,
    )
