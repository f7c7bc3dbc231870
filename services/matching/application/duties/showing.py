"""Named duties as everyone reads them: who looks after what, and what is vacant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.duties.commands import DutiesQuery
from services.matching.domain.duties.duty import Duty, DutyKind
from shared.events.days import OnDay
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """A named duty.

    Attributes:
        holder_name: Staff read the name, others how residents know the person; None is a vacancy.
        last_until: Of a vacancy, the last day of whoever held it before.
        can: What the reader may do now: ``appoint, vacate``.
    """

    id: str
    kind: DutyKind
    kind_name: Words
    community_code: str
    area: str
    vacant: bool
    holder_name: str | None
    from_on: OnDay | None
    until_on: OnDay | None
    held_before: int
    last_until: OnDay | None
    can: tuple[str, ...]


def duty_view(m: Matching, actor: Actor | None, duty: Duty) -> DutyView:
    """Return one duty for a reader."""
    return _views(m, actor, duty.community_code, (duty,))[0]


def duties_listed(
    m: Matching, actor: Actor | None, asked: DutiesQuery, *, limit: int = 50, after: str | None = None
) -> Page[DutyView]:
    """Return a page of a community's duties, newest first."""
    code = asked.community_code or (actor.community_code if actor else "")
    wanted = {"community_code": code, **({"vacant": True} if asked.vacant else {})}
    page = m.duties.page(wanted, limit=limit, after=after)
    return Page(items=_views(m, actor, code, page.items), next=page.next)


def _views(m: Matching, actor: Actor | None, code: str, duties: Sequence[Duty]) -> tuple[DutyView, ...]:
    staff = actor is not None and actor.may(Permission.REVIEW_PARTY, code)
    holders = {each.holder.member_id for each in duties if each.holder}
    named = m.people.names if staff else m.people.shown_names
    names = named(sorted(holders)) if holders else {}
    return tuple(_view(actor, each, names, staff=staff) for each in duties)


def _view(actor: Actor | None, duty: Duty, names: Mapping[str, str], *, staff: bool) -> DutyView:
    holder = duty.holder
    own = holder is not None and actor is not None and holder.member_id == actor.member_id
    allowed = {"appoint": staff, "vacate": holder is not None and (staff or own)}
    return DutyView(
        id=duty.id,
        kind=duty.kind,
        kind_name=duty.kind.words,
        community_code=duty.community_code,
        area=duty.area,
        vacant=holder is None,
        holder_name=names.get(holder.member_id, "–") if holder else None,
        from_on=holder.from_on if holder else None,
        until_on=holder.until_on if holder else None,
        held_before=len(duty.earlier),
        last_until=duty.earlier[-1].until_on if holder is None and duty.earlier else None,
        can=tuple(name for name, may in allowed.items() if may),
    )
