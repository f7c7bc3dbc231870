"""A named duty: for which area, who holds it, until when, and who held it before."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.matching.domain.duties.errors import DutyEndsBeforeItBegins
from shared.kernel.words import Words

MOST_EARLIER = 50


class DutyKind(StrEnum):
    """What is looked after. Source: 营口 专栏3, 昆明 2."""

    BUILDING_HEAD = "BUILDING_HEAD"
    TEN_HOUSEHOLDS = "TEN_HOUSEHOLDS"
    CHILDREN = "CHILDREN"
    DISASTERS = "DISASTERS"
    LAW = "LAW"
    DISPUTES = "DISPUTES"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    DutyKind.BUILDING_HEAD: Words("楼栋长", "Head of a building"),
    DutyKind.TEN_HOUSEHOLDS: Words("十户长", "Head of ten households"),
    DutyKind.CHILDREN: Words("儿童主任", "Children's director"),
    DutyKind.DISASTERS: Words("灾害信息员", "Disaster informant"),
    DutyKind.LAW: Words("法律明白人", "Guide in matters of law"),
    DutyKind.DISPUTES: Words("人民调解员", "Mediator"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A time in which somebody held a duty.

    Attributes:
        from_on: First day, in China.
        until_on: Last day, in China; None while it is open.
    """

    member_id: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A named duty of a community; what is done in it is duty, and earns nothing (民政部令67号 18-21).

    Attributes:
        area: Building, grid or whole community, in words; public.
        holder: Who holds it now; None is a vacancy.
        earlier: Who held it before, oldest first, the last fifty.
    """

    id: str
    version: int = 0
    kind: DutyKind
    community_code: str
    area: str
    holder: Tenure | None = None
    earlier: tuple[Tenure, ...] = ()
    made_by: str
    created_at: datetime
    changed_at: datetime

    @property
    def named_key(self) -> str:
        """Return what no two duties share."""
        return f"{self.community_code}:{self.kind}:{self.area}"

    def held_by(self, member_id: str, until_on: date | None, today: date) -> "Duty":
        """Return it held by somebody from today on; itself if they hold it for the same term.

        Raises:
            DutyEndsBeforeItBegins: If the term would end before tomorrow.
        """
        if until_on is not None and until_on <= today:
            raise DutyEndsBeforeItBegins
        known = self.holder
        if known is not None and known.member_id == member_id:
            return (
                self
                if known.until_on == until_on
                else replace(self, holder=replace(known, until_on=until_on))
            )
        fresh = Tenure(member_id=member_id, from_on=today, until_on=until_on)
        return replace(self.vacant(today), holder=fresh)

    def ended_by(self, today: date) -> "Duty":
        """Return it held by nobody if the term's last day is past; else itself."""
        until_on = self.holder.until_on if self.holder else None
        return self if until_on is None or until_on >= today else self.vacant(until_on)

    def vacant(self, today: date) -> "Duty":
        """Return it held by nobody; itself if it is."""
        if self.holder is None:
            return self
        past = replace(self.holder, until_on=today)
        return replace(self, holder=None, earlier=(*self.earlier, past)[-MOST_EARLIER:])
