"""Who read whose personal data, when and why; each person may see the readings of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.identity.stored import ReadingDocument
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.kernel.words import Words
from shared.storage.paging import Page, listed_key, newest_first


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

    def __init__(self, clock: Clock, ids: Ids) -> None:
        """Take what stamps and names a reading."""
        self._clock, self._ids = clock, ids

    def log(self, reader_id: str, member_ids: Iterable[str], what: ReadData, *, why: str) -> None:
        """Write down that ``reader_id`` read this of each member, in one write; one's own data is not logged."""
        now = self._clock.now()
        made = [
            ReadingDocument(
                id=(id_ := self._ids.new()),
                member_id=member_id,
                reader_id=reader_id,
                what=what.value,
                why=why,
                at=now,
                listed=listed_key(now, id_),
            )
            for member_id in dict.fromkeys(member_ids)
            if member_id != reader_id
        ]
        if made:
            ReadingDocument.objects.insert(made, load_bulk=False)

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
