"""Parties as they are read: one, a community's, one's own, and how many there are of each kind."""

from services.matching.application.context import Matching
from services.matching.application.parties.acting import parties_acted_for
from services.matching.application.parties.commands import PartiesQuery
from services.matching.application.parties.views import PartyStaffView, PartyView
from services.matching.application.parties.who import can_change, can_review, check_can_see, is_own
from services.matching.domain.parties.classes import PARTY_CLASSES
from services.matching.domain.parties.party import Party, PartyKind, PartyState
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.storage.paging import Page

MOST_OWN = 100


def party_shown(m: Matching, actor: Actor | None, party_id: str) -> PartyView:
    """Return a party as the reader may see it.

    Raises:
        NotFound: If it is not public, and neither one's own nor one's to review.
    """
    party = m.parties.get(party_id)
    check_can_see(actor, party)
    return party_view(m, actor, party)


def party_view(m: Matching, actor: Actor | None, party: Party) -> PartyView:
    """Return one party for a reader who may see it."""
    names = m.people.names(party.staff_ids) if can_change(actor, party) else {}
    return _view(actor, party, names)


def _view(actor: Actor | None, party: Party, names: dict[str, str]) -> PartyView:
    inside = can_change(actor, party)
    staff = tuple(
        PartyStaffView(member_id=each, name=names[each]) for each in party.staff_ids if each in names
    )
    return PartyView(
        id=party.id,
        kind=party.kind,
        kind_name=party.kind.words,
        name=party.name,
        state=party.state,
        state_name=party.state.words,
        ground="REGISTERED" if party.credit_code else "FILED" if party.filing_number else "TEAM",
        credit_code=party.credit_code,
        filing_number=party.filing_number,
        responsible_party_id=party.responsible_party_id,
        community_codes=party.community_codes,
        class_code=party.class_code,
        class_name=PARTY_CLASSES.get(party.class_code),
        incubation=party.incubation,
        incubation_name=party.incubation.words,
        about=party.about,
        raises_funds=party.raises_funds,
        contact_name=party.contact_name,
        contact_phone=party.contact_phone if inside else None,
        reason=party.reason if inside else None,
        staff=staff if inside else (),
        can=party_can(actor, party),
        created_at=party.created_at,
        changed_at=party.changed_at,
    )


def party_can(actor: Actor | None, party: Party) -> tuple[str, ...]:
    """Return what the reader may do with a party now."""
    changes, decides = can_change(actor, party), can_review(actor, party) and not is_own(actor, party)
    allowed = {
        "amend": changes,
        "staff": changes,
        "review": decides and party.state is PartyState.AWAITING_REVIEW,
        "suspend": decides and party.state is PartyState.APPROVED,
        "restore": decides and party.state is PartyState.SUSPENDED,
    }
    return tuple(name for name, may in allowed.items() if may)


def parties_listed(
    m: Matching, actor: Actor | None, asked: PartiesQuery, *, limit: int = 50, after: str | None = None
) -> Page[PartyView]:
    """Return a page of a community's parties, newest first: approved ones, or any for those who review there."""
    if asked.mine:
        return Page(items=own_parties(m, actor))
    code = asked.community_code or (actor.community_code if actor else "")
    reviews = actor is not None and actor.may(Permission.REVIEW_PARTY, code)
    state = asked.state if reviews else PartyState.APPROVED
    if state is None and asked.kind is not None:
        state = PartyState.APPROVED
    wanted = {"serves": code, "state": state and state.value, "kind": asked.kind and asked.kind.value}
    equals = {name: value for name, value in wanted.items() if value is not None}
    page = m.parties.page(equals, limit=limit, after=after)
    return Page(items=_views(m, actor, page.items), next=page.next)


def _views(m: Matching, actor: Actor | None, parties: tuple[Party, ...]) -> tuple[PartyView, ...]:
    inside = {each for party in parties if can_change(actor, party) for each in party.staff_ids}
    names = m.people.names(sorted(inside)) if inside else {}
    return tuple(_view(actor, party, names) for party in parties)


def own_parties(m: Matching, actor: Actor | None) -> tuple[PartyView, ...]:
    """Return the parties someone acts for or registered, newest first."""
    if actor is None:
        return ()
    registered = m.parties.where({"registered_by": actor.member_id}, limit=MOST_OWN)
    acted = m.parties.get_many(parties_acted_for(actor))
    found = {each.id: each for each in (*registered, *acted) if is_own(actor, each)}
    newest = sorted(found.values(), key=lambda party: party.created_at, reverse=True)
    return _views(m, actor, tuple(newest))


def party_counts(m: Matching, code: str) -> dict[PartyKind, int]:
    """Return how many approved parties of each kind serve a community."""
    state = PartyState.APPROVED.value
    return {kind: m.parties.count({"serves": code, "state": state, "kind": kind.value}) for kind in PartyKind}


def parties_waiting(m: Matching, code: str) -> int:
    """Return how many registrations of a community await review."""
    return m.parties.count({"serves": code, "state": PartyState.AWAITING_REVIEW.value})
