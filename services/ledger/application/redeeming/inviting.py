"""Inviting members to draw what they saved: once a quarter each, for the service that is likeliest to be found soon."""

from collections.abc import Iterator
from datetime import datetime

from services.ledger.application.redeeming.catalogue import entries_of
from services.ledger.application.redeeming.chances import chance_of
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.domain.accounts import Unit
from services.ledger.domain.redeeming.catalogue import CatalogueEntry, EntryState, month_of
from services.ledger.domain.redeeming.invitation import LEAST_SAVED_MINUTES, Invitation, invitation_id
from shared.events.redeeming import DrawInvited
from shared.identity.member import MemberStatus


def invite_to_draw(r: Redeeming, now: datetime) -> int:
    """Invite whoever has saved enough and was not invited this quarter; return how many that were."""
    return sum(_invite_in(r, code, now) for code in _communities(r))


def _communities(r: Redeeming) -> tuple[str, ...]:
    """Return the communities with a catalogue."""
    listed = r.catalogue.where({"state": EntryState.LISTED.value}, limit=10_000)
    return tuple(dict.fromkeys(each.community_code for each in listed))


def _invite_in(r: Redeeming, community_code: str, now: datetime) -> int:
    entries = [each for each in entries_of(r, community_code) if each.left_in(month_of(now))]
    return r.invitations.add_missing(
        (each, _told(each)) for each in _invited(r, entries, community_code, now)
    )


def _invited(
    r: Redeeming, entries: list[CatalogueEntry], community_code: str, now: datetime
) -> Iterator[Invitation]:
    chances = {each.id: chance_of(r, community_code, each.service_kind) for each in entries}
    likeliest = sorted(
        entries, key=lambda each: (-chances[each.id].percent * chances[each.id].is_enough, each.terms.minutes)
    )
    for member_id, free in _savers(r, community_code):
        entry = next((each for each in likeliest if each.terms.minutes <= free), None)
        if entry is not None and _is_here(r, member_id, community_code):
            yield Invitation(
                id=invitation_id(member_id, now),
                member_id=member_id,
                community_code=community_code,
                entry_id=entry.id,
                service_kind=entry.service_kind,
                minutes=free,
                created_at=now,
            )


def _savers(r: Redeeming, community_code: str) -> Iterator[tuple[str, int]]:
    for line in r.ledger.projections.lines_of_book(community_code):
        free = line.minutes - line.held_minutes
        if line.unit is Unit.CREDIT and line.member_id and free >= LEAST_SAVED_MINUTES and not line.closed:
            yield line.member_id, free


def _is_here(r: Redeeming, member_id: str, community_code: str) -> bool:
    person = r.ledger.identity.people.find(member_id)
    lives_here = person is not None and person.community_code == community_code
    return lives_here and person is not None and person.status is MemberStatus.ACTIVE


def _told(invitation: Invitation) -> DrawInvited:
    return DrawInvited(
        invitation_id=invitation.id,
        community_code=invitation.community_code,
        member_id=invitation.member_id,
        service_kind=invitation.service_kind,
        saved_minutes=invitation.minutes,
    )
