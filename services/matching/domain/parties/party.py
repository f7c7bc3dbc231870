"""A party: one of the five kinds that answer a community's needs together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from services.matching.domain.parties.errors import LastOfStaff, TooManyStaff
from shared.identity.roles import Role, Scope, ScopeKind
from shared.kernel.words import Words

MOST_STAFF = 50


class PartyKind(StrEnum):
    """Which of the five a party is. Source: 五社联动."""

    COMMUNITY = "COMMUNITY"
    SOCIAL_ORGANISATION = "SOCIAL_ORGANISATION"
    SOCIAL_WORKER = "SOCIAL_WORKER"
    VOLUNTEER = "VOLUNTEER"
    CHARITY = "CHARITY"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    PartyKind.COMMUNITY: Words("社区", "Community"),
    PartyKind.SOCIAL_ORGANISATION: Words("社会组织", "Social organisation"),
    PartyKind.SOCIAL_WORKER: Words("社会工作机构", "Social work agency"),
    PartyKind.VOLUNTEER: Words("志愿服务组织", "Volunteer organisation"),
    PartyKind.CHARITY: Words("慈善组织", "Charity"),
}


class PartyState(StrEnum):
    """Whether a party may act."""

    AWAITING_REVIEW = "AWAITING_REVIEW"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    SUSPENDED = "SUSPENDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    PartyState.AWAITING_REVIEW: Words("待审核", "Awaiting review"),
    PartyState.APPROVED: Words("已通过", "Approved"),
    PartyState.REFUSED: Words("未通过", "Refused"),
    PartyState.SUSPENDED: Words("已暂停", "Suspended"),
}

NEXT_STATES: Mapping[PartyState, frozenset[PartyState]] = MappingProxyType(
    {
        PartyState.AWAITING_REVIEW: frozenset({PartyState.APPROVED, PartyState.REFUSED}),
        PartyState.APPROVED: frozenset({PartyState.SUSPENDED}),
        PartyState.REFUSED: frozenset({PartyState.AWAITING_REVIEW}),
        PartyState.SUSPENDED: frozenset({PartyState.APPROVED}),
    }
)


class Incubation(StrEnum):
    """How far the community has helped a body to stand on its own (培育孵化)."""

    NONE = "NONE"
    FOSTERED = "FOSTERED"
    GROWING = "GROWING"
    RELEASED = "RELEASED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _INCUBATION_WORDS[self]


_INCUBATION_WORDS = {
    Incubation.NONE: Words("不在孵化", "Not in incubation"),
    Incubation.FOSTERED: Words("入壳孵化", "Being fostered"),
    Incubation.GROWING: Words("成长期", "Growing"),
    Incubation.RELEASED: Words("已出壳", "Stands on its own"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A body that serves communities.

    Attributes:
        credit_code: Unified social credit code of 18 characters; one of three grounds it stands on.
        filing_number: Number under which it is filed with its sub-district (备案); the second ground.
        responsible_party_id: Body it is a team of; the third ground.
        community_codes: Communities it serves, the one that reviews it first.
        district_code: 6 digits, of the reviewing community.
        class_code: Class of community social organisation, from ``party_classes``; empty if it is none.
        about: What it does, in its own words; public.
        contact_name: Whom to ask for; public.
        contact_phone: E.164; for staff only.
        raises_funds: Whether a charity holds the qualification for public fundraising.
        staff_ids: Members who act for it; they hold the role in its scope once it is approved.
        registered_by: Who sent in the registration.
        reviewed_by: Staff member who decided last.
        reason: Why it was refused or suspended, in words.
        changed_at: UTC.
    """

    id: str
    version: int = 0
    kind: PartyKind
    name: str
    credit_code: str | None = None
    filing_number: str | None = None
    responsible_party_id: str | None = None
    community_codes: tuple[str, ...]
    district_code: str
    class_code: str = ""
    incubation: Incubation = Incubation.NONE
    about: str = ""
    contact_name: str
    contact_phone: str
    raises_funds: bool = False
    state: PartyState = PartyState.AWAITING_REVIEW
    staff_ids: tuple[str, ...]
    registered_by: str
    reviewed_by: str | None = None
    reason: str = ""
    created_at: datetime
    changed_at: datetime

    @property
    def community_code(self) -> str:
        """Return the community that reviews it."""
        return self.community_codes[0]

    @property
    def registration_key(self) -> str | None:
        """Return what no two parties share; a refused one keeps no claim, a team has none."""
        if self.state is PartyState.REFUSED:
            return None
        if self.credit_code:
            return f"credit:{self.credit_code}"
        return f"filed:{self.district_code}:{self.filing_number}" if self.filing_number else None

    @property
    def staff_role(self) -> Role:
        """Return the role of its staff."""
        return Role.CHARITY_STAFF if self.kind is PartyKind.CHARITY else Role.ORGANISATION_STAFF

    @property
    def scope(self) -> Scope:
        """Return the scope in which its staff hold their role."""
        return Scope(kind=ScopeKind.ORGANISATION, code=self.id)

    def step(self, there: PartyState) -> "Party":
        """Return it in state ``there``; itself if it is there already.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state.words.zh, there=there.words.zh)
        return replace(self, state=there)

    def decided(self, there: PartyState, *, by: str, reason: str = "") -> "Party":
        """Return it approved, refused, suspended or restored by staff; itself if that stands already.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        stepped = self.step(there)
        return self if stepped is self else replace(stepped, reviewed_by=by, reason=reason)

    def with_staff(self, member_id: str) -> "Party":
        """Return it with one more person who acts for it.

        Raises:
            TooManyStaff: If there are as many as a party may have.
        """
        known = self.staff_ids
        if member_id in known:
            return self
        if len(known) >= MOST_STAFF:
            raise TooManyStaff(most=MOST_STAFF)
        return replace(self, staff_ids=(*known, member_id))

    def without_staff(self, member_id: str) -> "Party":
        """Return it with one person fewer who acts for it.

        Raises:
            LastOfStaff: If nobody would be left.
        """
        rest = tuple(each for each in self.staff_ids if each != member_id)
        if not rest:
            raise LastOfStaff
        return self if rest == self.staff_ids else replace(self, staff_ids=rest)
