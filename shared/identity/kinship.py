"""Who is whose relative: recorded with the consent of both, and read by nobody but them and the rules of the time bank."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.kernel.words import Words
from shared.storage.aggregates import Aggregates

MOST_RELATIVES = 20
"""Relatives one person may have on record at a time."""


class Kin(StrEnum):
    """What somebody is to a person. Source: the groups of relatives that cities' rules of time banks name."""

    SPOUSE = "SPOUSE"
    PARENT = "PARENT"
    CHILD = "CHILD"
    OTHER_DIRECT = "OTHER_DIRECT"
    WARD = "WARD"
    GUARDIAN = "GUARDIAN"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _KIN_WORDS[self]

    @property
    def seen_from_there(self) -> "Kin":
        """Return what the person is to that somebody."""
        return _SEEN_FROM_THERE[self]


_KIN_WORDS = {
    Kin.SPOUSE: Words("配偶", "Spouse"),
    Kin.PARENT: Words("父母", "Parent"),
    Kin.CHILD: Words("子女", "Child"),
    Kin.OTHER_DIRECT: Words("其他直系亲属", "Other direct relative"),
    Kin.WARD: Words("被监护人", "Ward"),
    Kin.GUARDIAN: Words("监护人", "Guardian"),
}
_SEEN_FROM_THERE = {
    Kin.SPOUSE: Kin.SPOUSE,
    Kin.PARENT: Kin.CHILD,
    Kin.CHILD: Kin.PARENT,
    Kin.OTHER_DIRECT: Kin.OTHER_DIRECT,
    Kin.WARD: Kin.GUARDIAN,
    Kin.GUARDIAN: Kin.WARD,
}


class KinshipState(StrEnum):
    """Where the record of two relatives stands."""

    AWAITING_CONSENT = "AWAITING_CONSENT"
    STANDS = "STANDS"
    REFUSED = "REFUSED"
    ENDED = "ENDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    KinshipState.AWAITING_CONSENT: Words("等对方同意", "Awaiting consent"),
    KinshipState.STANDS: Words("已登记", "On record"),
    KinshipState.REFUSED: Words("对方没有同意", "Not agreed to"),
    KinshipState.ENDED: Words("已解除", "Ended"),
}

NEXT_STATES: Mapping[KinshipState, frozenset[KinshipState]] = MappingProxyType(
    {
        KinshipState.AWAITING_CONSENT: frozenset(
            {KinshipState.STANDS, KinshipState.REFUSED, KinshipState.ENDED}
        ),
        KinshipState.STANDS: frozenset({KinshipState.ENDED}),
        KinshipState.REFUSED: frozenset(),
        KinshipState.ENDED: frozenset(),
    }
)


class ConsentManner(StrEnum):
    """How somebody agreed."""

    ONESELF = "ONESELF"
    SPOKEN = "SPOKEN"
    WRITTEN = "WRITTEN"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _MANNER_WORDS[self]


_MANNER_WORDS = {
    ConsentManner.ONESELF: Words("本人在线同意", "Agreed when signed in"),
    ConsentManner.SPOKEN: Words("本人口头同意", "Agreed aloud"),
    ConsentManner.WRITTEN: Words("本人书面同意", "Agreed in writing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KinConsent:
    """One side's agreement.

    Attributes:
        member_id: Who agreed.
        manner: How.
        recorded_by: The same, or the staff member who took it down.
        at: When, UTC.
    """

    member_id: str
    manner: ConsentManner
    recorded_by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """Two people who are relatives, as both agree; it holds ids and nothing that names anybody.

    Attributes:
        member_id: From whose side the relation is said.
        relative_id: The other side.
        kin: What the relative is to the member.
        consents: Who agreed so far, one entry a side at most.
        recorded_by: Who set it going: a side, or staff.
        reason: Why staff ended it, in words.
        created_at: UTC.
        ended_by: Who refused or ended it.
        ended_at: When, UTC.
    """

    id: str
    version: int = 0
    member_id: str
    relative_id: str
    kin: Kin
    consents: tuple[KinConsent, ...] = ()
    state: KinshipState = KinshipState.AWAITING_CONSENT
    recorded_by: str
    reason: str = ""
    created_at: datetime
    ended_by: str | None = None
    ended_at: datetime | None = None

    @property
    def sides(self) -> tuple[str, str]:
        """Return both ids."""
        return self.member_id, self.relative_id

    @property
    def is_live(self) -> bool:
        """Tell whether it stands, or may still."""
        return bool(NEXT_STATES[self.state])

    @property
    def live_key(self) -> str | None:
        """Return what no two live records share: the two people."""
        return "+".join(sorted(self.sides)) if self.is_live else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return who has not agreed yet."""
        agreed = {each.member_id for each in self.consents}
        return tuple(each for each in self.sides if each not in agreed)

    def other(self, member_id: str) -> str:
        """Return the other side."""
        return self.relative_id if member_id == self.member_id else self.member_id

    def kin_to(self, member_id: str) -> Kin:
        """Return what the other side is to this one."""
        return self.kin if member_id == self.member_id else self.kin.seen_from_there

    def agreed(self, consent: KinConsent) -> "Kinship":
        """Return it with one more consent, standing once both gave theirs; given before, itself."""
        if consent.member_id not in self.missing:
            return self
        after = replace(self, consents=(*self.consents, consent))
        return after if after.missing else replace(after, state=KinshipState.STANDS)

    def over(self, there: KinshipState, *, by: str, at: datetime, reason: str = "") -> "Kinship":
        """Return it refused or ended."""
        assert there in NEXT_STATES[self.state], (self.state, there)
        return replace(self, state=there, ended_by=by, ended_at=at, reason=reason)

    def moved(self, from_id: str, to_id: str) -> "Kinship":
        """Return it with another id in the place of one side's: the same person's account for their file."""
        return replace(
            self,
            member_id=to_id if self.member_id == from_id else self.member_id,
            relative_id=to_id if self.relative_id == from_id else self.relative_id,
            consents=tuple(
                replace(each, member_id=to_id) if each.member_id == from_id else each
                for each in self.consents
            ),
        )


def open_kinships(clock: Clock, ids: Ids) -> Aggregates[Kinship]:
    """Return the records of relatives on the connection ``identity``; only the register writes them."""
    return Aggregates(
        Kinship,
        alias="identity",
        collection="kinships",
        clock=clock,
        ids=ids,
        lists=(("sides",),),
        unique=("live_key",),
        also=_found_by,
    )


def _found_by(kinship: Kinship) -> Mapping[str, object]:
    sides = list(kinship.sides) if kinship.is_live else None
    return {"sides": sides, "live_key": kinship.live_key}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A relative on record.

    Attributes:
        member_id: Who it is.
        kin: What they are to the person asked about.
    """

    member_id: str
    kin: Kin


class Relatives:
    """The relatives on record as other services read them: only those both sides agreed to."""

    def __init__(self, kinships: Aggregates[Kinship]) -> None:
        """Bind the records."""
        self._kinships = kinships

    def of(self, member_id: str) -> tuple[Relative, ...]:
        """Return a person's relatives, by kind and id; one store call."""
        live = self._kinships.where({"sides": member_id}, limit=2 * MOST_RELATIVES)
        found = (
            Relative(member_id=each.other(member_id), kin=each.kin_to(member_id))
            for each in live
            if each.state is KinshipState.STANDS
        )
        return tuple(sorted(found, key=lambda each: (list(Kin).index(each.kin), each.member_id)))

    def kin_of(self, member_id: str, other_id: str) -> Kin | None:
        """Return what the other is to the person, or None if no record says so."""
        return next((each.kin for each in self.of(member_id) if each.member_id == other_id), None)
