"""A broadcast: what staff say to many at once, after a second person has agreed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from services.notify.domain.telling import Telling
from shared.identity.member import MemberStatus
from shared.identity.people import Person
from shared.identity.roles import Role
from shared.kernel.errors import Conflict, Forbidden
from shared.kernel.words import Words

TOO_FEW_TO_COUNT: Final = 5
"""Fewer people than this are not counted to anybody: who is old and cooks would be known by name."""


class BroadcastState(StrEnum):
    """How far a broadcast has come."""

    WAITING = "WAITING"
    REFUSED = "REFUSED"
    SENDING = "SENDING"
    SENT = "SENT"
    STOPPED = "STOPPED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_S = BroadcastState
_STATE_WORDS: Final = {
    _S.WAITING: Words("等另一人同意", "Waits for a second person"),
    _S.REFUSED: Words("没有同意", "Not agreed to"),
    _S.SENDING: Words("正在发送", "Being sent"),
    _S.SENT: Words("已全部发出", "Sent to everybody"),
    _S.STOPPED: Words("已停止", "Stopped"),
}
NEXT_STATES: Final[dict[BroadcastState, frozenset[BroadcastState]]] = {
    _S.WAITING: frozenset({_S.SENDING, _S.REFUSED, _S.STOPPED}),
    _S.SENDING: frozenset({_S.SENT, _S.STOPPED}),
    _S.REFUSED: frozenset(),
    _S.SENT: frozenset(),
    _S.STOPPED: frozenset(),
}


class AgeGroup(StrEnum):
    """How old people are; who gave no document is in none."""

    MINOR = "MINOR"
    ADULT = "ADULT"
    ELDER = "ELDER"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _AGE_WORDS[self]


_AGE_WORDS: Final = {
    AgeGroup.MINOR: Words("未满 18 岁", "Under 18"),
    AgeGroup.ADULT: Words("18–59 岁", "18 to 59"),
    AgeGroup.ELDER: Words("60 岁及以上", "60 and older"),
}
_OF_AGE: Final = 18
_ELDER_FROM: Final = 60
"""Source: 老年人权益保障法 2."""


class BroadcastOver(Conflict):
    """A broadcast cannot go on like this."""

    code = "broadcast-over"
    zh = "这条群发已是“{state}”，不能再这样处理"
    en = "This broadcast is “{state}” and cannot go on like this"


class SecondPersonNeeded(Forbidden):
    """Who wrote a broadcast cannot agree to it."""

    code = "second-person-needed"
    zh = "自己写的群发要由另一位工作人员同意"
    en = "Another member of staff must agree to what you wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is meant: everybody of a community to whom all that is given applies; what is empty applies to all.

    Attributes:
        roles: Any of these, held there now; ``VOLUNTEER`` is whoever offers some service.
        service_kinds: Codes of kinds of service, any of which they offer.
        age_groups: Any of these.
    """

    roles: tuple[Role, ...] = ()
    service_kinds: tuple[str, ...] = ()
    age_groups: tuple[AgeGroup, ...] = ()

    @property
    def asks_for_kinds(self) -> bool:
        """Tell whether it must be known what people offer."""
        return bool(self.service_kinds) or Role.VOLUNTEER in self.roles

    def includes(self, person: Person, kinds: Collection[str], today: date, *, danger: bool = False) -> bool:
        """Tell whether a person is meant.

        Args:
            person: Of the community, with an account or without.
            kinds: What they offer, if it was asked for.
            today: In China.
            danger: Whether it is about life: then whoever has no account is meant, too.
        """
        return (
            (person.has_account or danger)
            and person.status is MemberStatus.ACTIVE
            and self._by_role(person, kinds)
            and (not self.service_kinds or not set(self.service_kinds).isdisjoint(kinds))
            and (not self.age_groups or age_group(person.age_on(today)) in self.age_groups)
        )

    def _by_role(self, person: Person, kinds: Collection[str]) -> bool:
        held = {grant.role for grant in person.grants} | ({Role.VOLUNTEER} if kinds else set())
        return not self.roles or not held.isdisjoint(self.roles)


def age_group(age: int | None) -> AgeGroup | None:
    """Return the group of an age in full years."""
    if age is None:
        return None
    if age < _OF_AGE:
        return AgeGroup.MINOR
    return AgeGroup.ELDER if age >= _ELDER_FROM else AgeGroup.ADULT


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastStep:
    """Who did what to a broadcast, for whoever looks later."""

    state: BroadcastState
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """One broadcast.

    Attributes:
        id: Chosen by who makes it; made twice, it is one.
        version: How often it was written.
        community_code: Whose people it goes to.
        audience: Which of them.
        says: The text, in both languages.
        state: How far it has come.
        steps: Who did what, oldest first.
        expected: How many were meant when it was written.
        told: How many were told.
        danger: Whether it warns of danger to life: it rings at any hour, and reaches who has no account.
        looked_at: Place in the list of the community's people up to which they were looked at.
        created_at: When it was written.
    """

    id: str
    version: int = 0
    community_code: str
    audience: Audience
    says: Words
    state: BroadcastState = BroadcastState.WAITING
    steps: tuple[BroadcastStep, ...]
    expected: int
    told: int = 0
    danger: bool = False
    looked_at: str | None = None
    created_at: datetime

    @property
    def made_by(self) -> str:
        """Return who wrote it."""
        return self.steps[0].by

    @property
    def agreed_at(self) -> datetime:
        """Return when the second person agreed, or else when it was written."""
        return next((each.at for each in self.steps if each.state is _S.SENDING), self.created_at)

    def step(self, there: BroadcastState, by: str, at: datetime, reason: str = "") -> "Broadcast":
        """Return it in another state; itself if it is there already.

        Raises:
            BroadcastOver: If there is no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise BroadcastOver(state=self.state.words.zh)
        done = BroadcastStep(state=there, by=by, at=at, reason=reason)
        return replace(self, state=there, steps=(*self.steps, done))

    def went_on(self, told: int, looked_at: str | None, at: datetime) -> "Broadcast":
        """Return it after some more people were told; sent to everybody once no place in the list follows."""
        further = replace(self, told=self.told + told, looked_at=looked_at)
        return further if looked_at else further.step(_S.SENT, "platform", at)

    def telling(self, member_id: str) -> Telling:
        """Return what one person is told."""
        return Telling(
            member_id=member_id,
            kind=NoticeKind.DANGER if self.danger else NoticeKind.BROADCAST,
            subject=Subject(type=SubjectType.BROADCAST, id=self.id),
            facts=Facts(says=_urgent(self.says) if self.danger else self.says),
            community_code=self.community_code,
        )

    def to_staff(self, kind: NoticeKind, member_id: str, by: str) -> Telling:
        """Return what one of the staff is told of it."""
        return Telling(
            member_id=member_id,
            kind=kind,
            subject=Subject(type=SubjectType.BROADCAST, id=self.id),
            facts=Facts(),
            community_code=self.community_code,
            done_by=by,
        )


def _urgent(says: Words) -> Words:
    return Words(f"紧急：{says.zh}", f"Urgent: {says.en}")


def as_shown(count: int) -> int | None:
    """Return a number of people as it may be shown, or None if they are too few."""
    return None if 0 < count < TOO_FEW_TO_COUNT else count
