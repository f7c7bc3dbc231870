"""A service record: the lawful facts of one service of one person. Source: 民政部令67号 7."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.assignment import ENTRY_WORKING_DAYS
from services.matching.domain.need import RecordedAs
from services.matching.domain.records.correction import Correction, CorrectionState
from services.matching.domain.records.errors import CorrectionWaits, NothingAsked, TooManyCorrections
from shared.kernel.words import Words
from shared.kernel.working_days import end_of_term

KEPT_YEARS = 10
"""Records are kept so long at least; nothing removes one. Source: GB/T 40143-2021 5.2.2."""
MOST_CORRECTIONS = 20


class RecordState(StrEnum):
    """Whether a record counts."""

    STANDS = "STANDS"
    WITHDRAWN = "WITHDRAWN"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            RecordState.STANDS: Words("有效", "Stands"),
            RecordState.WITHDRAWN: Words("已撤销", "Withdrawn"),
        }[self]


NEXT_STATES: Mapping[RecordState, frozenset[RecordState]] = MappingProxyType(
    {
        RecordState.STANDS: frozenset({RecordState.WITHDRAWN}),
        RecordState.WITHDRAWN: frozenset(),
    }
)


class Grade(StrEnum):
    """By whose word a service is known."""

    RECEIVER = "RECEIVER"
    DELEGATE = "DELEGATE"
    ORGANISER = "ORGANISER"
    STAFF = "STAFF"
    LEADER = "LEADER"
    ORGANISER_ADDED = "ORGANISER_ADDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _GRADE_WORDS[self]


_GRADE_WORDS = {
    Grade.RECEIVER: Words("服务对象", "The receiver"),
    Grade.DELEGATE: Words("代办人", "A delegate"),
    Grade.ORGANISER: Words("组织工作人员", "The organiser"),
    Grade.STAFF: Words("社区工作人员", "Community staff"),
    Grade.LEADER: Words("领队", "The leader"),
    Grade.ORGANISER_ADDED: Words("组织方补录", "Added by the organiser"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord:
    """What one person did at one time.

    Attributes:
        id: Of the record; the ledger answers it once.
        source_id: The assignment, the shift, or what was taken over from another system.
        activity: What it was part of, in words; never a resident's name.
        served_at: When it began, UTC.
        place: Where, in words; the community, if it was somebody's home.
        content: What was done, in words.
        minutes: Time served, 1 to 1440.
        organisation: Who organised it, in words.
        in_charge_id: The member who answers for it; None if the receiving side agreed and no staff had it in hand.
        grade: By whose word it is known.
        reviewed_by: Staff member who entered it for the organiser, with their reason.
        entered_at: When the minutes were agreed to, UTC.
        corrections: What was asked to be corrected, oldest first, and what came of it.
        withdrawn_by: Staff member who took it back.
    """

    id: str
    version: int = 0
    member_id: str
    community_code: str
    source_id: str
    service_kind: str
    activity: str
    served_at: datetime
    place: str
    content: str
    minutes: int
    organisation: str
    in_charge_id: str | None = None
    grade: Grade
    recorded_as: RecordedAs
    reviewed_by: str | None = None
    reason: str = ""
    entered_at: datetime
    state: RecordState = RecordState.STANDS
    corrections: tuple[Correction, ...] = ()
    withdrawn_by: str | None = None
    withdrawn_because: str = ""

    @property
    def counts(self) -> bool:
        """Tell whether certificates and stars count it: it stands, and was volunteering. Source: 民政部令67号 18-21."""
        return self.state is RecordState.STANDS and self.recorded_as is RecordedAs.VOLUNTEER

    @property
    def ended_at(self) -> datetime:
        """Return when the time served was over, UTC."""
        return self.served_at + timedelta(minutes=self.minutes)

    @property
    def was_late(self) -> bool:
        """Tell whether it was entered after ten working days. Source: 民政部令67号 11."""
        return self.entered_at > end_of_term(self.ended_at, ENTRY_WORKING_DAYS)

    @property
    def waiting(self) -> Correction | None:
        """Return the correction that waits for an answer, if any."""
        return next((each for each in self.corrections if each.state is CorrectionState.ASKED), None)

    def asked(self, correction: Correction) -> "ServiceRecord":
        """Return it with a correction asked for; itself if that was asked before.

        Raises:
            CorrectionWaits: If another one waits.
            TooManyCorrections: If there are as many as it may hold.
        """
        if any(each.id == correction.id for each in self.corrections):
            return self
        if self.waiting is not None:
            raise CorrectionWaits
        if len(self.corrections) >= MOST_CORRECTIONS:
            raise TooManyCorrections(most=MOST_CORRECTIONS)
        return replace(self, corrections=(*self.corrections, correction))

    def answered(
        self, there: CorrectionState, *, by: str, now: datetime, answer: str, **fields: object
    ) -> "ServiceRecord":
        """Return it with the waiting correction answered, and the fields as they are from now on.

        Raises:
            NothingAsked: If none waits.
        """
        waiting = self.waiting
        if waiting is None:
            raise NothingAsked
        before = {name: str(getattr(self, name)) for name in fields}
        done = waiting.answered(there, by=by, now=now, answer=answer, before=before)
        kept = tuple(done if each.id == done.id else each for each in self.corrections)
        return replace(self, corrections=kept, **fields)  # type: ignore[arg-type]  # -- the names are the command's own

    def withdrawn(self, by: str, because: str) -> "ServiceRecord":
        """Return it taken back; itself if it was."""
        if RecordState.WITHDRAWN not in NEXT_STATES[self.state]:
            return self
        return replace(self, state=RecordState.WITHDRAWN, withdrawn_by=by, withdrawn_because=because)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCredit:
    """That the ledger credited a record.

    Attributes:
        id: The record's.
        minutes: That stand in the account for it.
        transfer_id: What a correction in the ledger names.
        block: Of the shard's chain, that said so last.
    """

    id: str
    version: int = 0
    minutes: int
    transfer_id: str
    block: int = 0
