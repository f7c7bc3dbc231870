"""Invented people and needs, written as the services write them, many at a time."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar

from services.matching.domain.need import Need, NeedState, PostedAs
from services.matching.domain.offer import Offer
from services.wiring import Platform
from shared.identity.communities import Community
from shared.identity.member import Consent, DocumentType, IdentityDocument, Member, Window
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from shared.kernel.geography import Point
from shared.storage.aggregates import Aggregates, Versioned

KIND = "ERRAND"
"""A low-risk kind of service; everybody here offers it."""

_HASH = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5c2lnbnNpbg$tRqJYv0Vq0m5vB5Qh3mQ4mVnq3wVYb6mK1a2b3c4d5e"
"""Of no password: nobody here signs in by one."""

_AT_ONCE = 1000
_METRES_PER_DEGREE = 111_000
_EVERY_DAY = tuple(Window(weekday=day, from_minute=6 * 60, to_minute=22 * 60) for day in range(1, 8))

A = TypeVar("A", bound=Versioned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """Makes people and needs up, the same for the same seed.

    Attributes:
        platform: Gives ids and the time.
        chance: Where the chance comes from.
    """

    platform: Platform
    chance: random.Random

    def near(self, home: Community, within_metres: int) -> Point:
        """Return a place somewhere around a community's seat."""
        spread = within_metres / _METRES_PER_DEGREE
        return Point(
            longitude=round(home.point.longitude + self.chance.uniform(-spread, spread), 6),
            latitude=round(home.point.latitude + self.chance.uniform(-spread, spread), 6),
        )

    def volunteer(self, number: int, home: Community) -> Member:
        """Return somebody with an account, a document on file and time every day."""
        now = self.platform.clock.now()
        id_ = self.platform.ids.new()
        return Member(
            id=id_,
            version=1,
            community_code=home.code,
            point=self.near(home, 600),
            name="林" + "安宁文静春兰秋菊晓东"[number % 10],
            phone=f"+86138{number:08d}",
            password_hash=_HASH,
            volunteer_number=f"{home.code[:6]}{number:010d}",
            consent=Consent(version="2026-01", at=now),
            document=IdentityDocument(
                type=DocumentType.PASSPORT,
                sealed="",
                algorithm="none",
                key_id="none",
                found_by=f"bench-{number}",
                masked="E*******",
                birth_date=date(1980, 1, 1 + number % 28),
                added_at=now,
            ),
            availability=_EVERY_DAY,
            created_at=now,
            changed_at=now,
        )

    def resident(self, home: Community) -> Member:
        """Return somebody without an account, recorded by staff."""
        now = self.platform.clock.now()
        return Member(
            id=self.platform.ids.new(),
            version=1,
            community_code=home.code,
            point=self.near(home, 200),
            name="周奶奶",
            created_at=now,
            changed_at=now,
        )

    def staff(self, home: Community) -> Member:
        """Return community staff."""
        grant = Grant(
            role=Role.COMMUNITY_STAFF, scope=Scope(kind=ScopeKind.DISTRICT, code=home.district_code)
        )
        return Member(
            id=self.platform.ids.new(),
            version=1,
            community_code=home.code,
            point=home.point,
            name="周敏",
            phone="+8613700000001",
            password_hash=_HASH,
            grants=(grant,),
            created_at=self.platform.clock.now(),
            changed_at=self.platform.clock.now(),
        )

    def offer(self, member: Member) -> Offer:
        """Return a standing offer of service, from home, as far as the member goes."""
        return Offer(
            id=self.platform.ids.new(),
            version=1,
            member_id=member.id,
            community_code=member.community_code,
            service_kinds=(KIND, "PHONE_CARE", "HOME_VISIT"),
            created_at=member.created_at,
            changed_at=member.created_at,
        )

    def need(self, resident: Member, staff: Member, *, created_at: datetime, state: NeedState) -> Need:
        """Return a need of a resident as staff posted it then."""
        starts_at = created_at + timedelta(days=2)
        return Need(
            id=self.platform.ids.new(),
            version=1,
            community_code=resident.community_code,
            district_code=resident.community_code[:6],
            resident_id=resident.id,
            posted_by=staff.id,
            posted_as=PostedAs.STAFF,
            service_kind=KIND,
            title="代买米面油",
            details="东门粮油店，一袋米、一桶油，送到三楼。",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            expected_minutes=60,
            helpers_wanted=1,
            point=resident.point,
            state=state,
            created_at=created_at,
        )


def homes(platform: Platform, district: str = "511402") -> list[Community]:
    """Return the communities of a district, by code."""
    found = platform.identity.communities.search(district=district, limit=10_000)
    return sorted(found, key=lambda each: each.code)


def kept(store: Aggregates[A], things: Iterable[A], listed_at: Callable[[A], datetime]) -> int:
    """Write things that tell nothing, many at a time; return how many."""
    count = 0
    documents = (store.document(each, listed_at(each)) for each in things)
    for batch in _batches(documents):
        store.collection.insert_many(batch, ordered=False)
        count += len(batch)
    return count


def _batches(documents: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    while batch := list(islice(documents, _AT_ONCE)):
        yield batch


def kept_volunteers(invented: Invented, count: int, where: Sequence[Community]) -> list[Member]:
    """Write volunteers, spread evenly over communities, each with an offer; return them."""
    platform = invented.platform
    members = [invented.volunteer(number, where[number % len(where)]) for number in range(count)]
    kept(platform.identity.members, members, lambda each: each.created_at)
    kept(platform.matching.offers, map(invented.offer, members), lambda each: each.created_at)
    return members


def tokens_of(platform: Platform, members: Iterable[Member]) -> list[str]:
    """Return a fresh session's token for each."""
    return [platform.identity.sessions.issue(each.id).token for each in members]
