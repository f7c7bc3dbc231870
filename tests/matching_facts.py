"""Values of coordination, built for tests that need no store."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from services.matching.domain.assignment import Assignment, Mark, assignment_of
from services.matching.domain.candidate import Candidate
from services.matching.domain.need import Need, NeedState, Place, PostedAs
from services.matching.domain.parties.party import Party, PartyKind
from services.matching.domain.week import spans_of
from shared.kernel.geography import Point

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, nine o'clock in China."""
HOME = Point(longitude=103.83, latitude=30.05)
ALL_WEEK = spans_of((day, 0, 1440) for day in range(1, 8))


def a_need(**fields: object) -> Need:
    """Return an open need of 45 minutes, from ten to eleven on Monday."""
    made = Need(
        id="need-1",
        community_code="511402001001",
        district_code="511402",
        resident_id="resident",
        posted_by="poster",
        posted_as=PostedAs.STAFF,
        service_kind="HOME_VISIT",
        title="陪老人说说话",
        details="",
        starts_at=NINE + timedelta(hours=1),
        ends_at=NINE + timedelta(hours=2),
        expected_minutes=45,
        helpers_wanted=1,
        point=HOME,
        state=NeedState.OPEN,
        created_at=NINE,
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def a_place(member_id: str = "helper", **fields: object) -> Place:
    made = Place(assignment_id=f"assignment-{member_id}", member_id=member_id, taken_at=NINE)
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def an_assignment(need: Need | None = None, **fields: object) -> Assignment:
    made = assignment_of(need or a_need(), a_place())
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def a_mark(at: datetime, *, late: bool = False) -> Mark:
    return Mark(at=at, told_at=at, late=late)


def a_candidate(member_id: str = "helper", **fields: object) -> Candidate:
    """Return a candidate who lives 480 metres from the need and has all week."""
    made = Candidate(
        member_id=member_id,
        offer_id=f"offer-{member_id}",
        community_code="511402001001",
        service_kinds=frozenset({"HOME_VISIT"}),
        spans=ALL_WEEK,
        birth_date=date(1980, 5, 1),
        identity_level=1,
        point=Point(longitude=103.835, latitude=30.05),
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


@dataclass(frozen=True, kw_only=True)
class AHelper:
    """A person as the rules know them."""

    id: str = "helper"
    birth_date: date | None = date(1980, 5, 1)
    identity_level: int = 1
    guardian_consented: bool = False
    certificates: tuple[str, ...] = ()
    trained: str = ""
    trained_until: date = date(2027, 1, 1)
    insured_until: date | None = None

    def trained_for(self, service_kind: str, day: date) -> bool:
        return service_kind == self.trained and day <= self.trained_until

    def insured_on(self, day: date) -> bool:
        return self.insured_until is not None and day <= self.insured_until

    def holds_certificate(self, code: str) -> bool:
        return code in self.certificates


def a_party(**changed: object) -> Party:
    """Return a registered social organisation that waits for review, changed in some fields."""
    plain = Party(
        id="party-1",
        kind=PartyKind.SOCIAL_ORGANISATION,
        name="邻里助老服务中心",
        credit_code="52510000MJZ123456Q",
        community_codes=("511402001001",),
        district_code="511402",
        contact_name="周明",
        contact_phone="+8613800000001",
        staff_ids=("founder",),
        registered_by="founder",
        created_at=NINE,
        changed_at=NINE,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # -- the fields are named by the tests
