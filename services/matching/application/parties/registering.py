"""Registering a party, and changing what it says of itself."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.application.parties.acting import approved_party, can_act_for
from services.matching.application.parties.commands import AmendParty, RegisterParty
from services.matching.application.parties.facts import party_registered
from services.matching.application.parties.who import check_can_change, check_can_review
from services.matching.domain.parties.classes import PARTY_CLASSES
from services.matching.domain.parties.errors import (
    ApprovedStaysAsItIs,
    CommunityRegistersItself,
    PartyKnownAlready,
    TooManyRegistrations,
    UnknownPartyClass,
)
from services.matching.domain.parties.grounds import check_one_ground, known_credit_code
from services.matching.domain.parties.party import Party, PartyKind, PartyState
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.identity.phones import normal_phone
from shared.kernel.errors import AlreadyThere, NotFound

MOST_WAITING = 5
"""Registrations of one member that may await review at a time."""


def register_party(m: Matching, actor: Actor, asked: RegisterParty, party_id: str) -> Party:
    """Return the party, waiting for review; asked again under the same id, the one that stands.

    Raises:
        GroundRequired: If it is not exactly one of registered, filed, or a team.
        CreditCodeWrong: If the check digit does not fit.
        PartyKnownAlready: If the code or number belongs to another.
        PartyNotApproved: If the responsible body may not act.
        TooManyRegistrations: If too many of the actor's await review.
    """
    check_one_ground(asked.credit_code, asked.filing_number, asked.responsible_party_id)
    _check_may_register(m, actor, asked, party_id)
    party = party_asked(m, actor, asked, party_id)
    _check_unclaimed(m, party)
    return _claimed(m, party)


def _claimed(m: Matching, party: Party) -> Party:
    """Add the party once; whoever took the code in between is named."""
    try:
        return added_once(m.parties, party, party_registered(party))
    except NotFound:
        _check_unclaimed(m, party)
        raise


def _check_may_register(m: Matching, actor: Actor, asked: RegisterParty, party_id: str) -> None:
    if asked.kind is PartyKind.COMMUNITY and not actor.may(Permission.REVIEW_PARTY, asked.community_code):
        raise CommunityRegistersItself
    if asked.responsible_party_id:
        approved_party(m, asked.responsible_party_id)
    waiting = [
        each
        for each in m.parties.where({"registered_by": actor.member_id}, limit=200)
        if each.state is PartyState.AWAITING_REVIEW and each.id != party_id
    ]
    if len(waiting) >= MOST_WAITING:
        raise TooManyRegistrations(most=MOST_WAITING)


def party_asked(m: Matching, actor: Actor, asked: RegisterParty, party_id: str) -> Party:
    """Return the party as asked, waiting for review; nothing is written.

    Raises:
        LinliError: If a code, a class, a community or a phone is wrong.
    """
    return _party_of(m, actor, asked, party_id)


def _party_of(m: Matching, actor: Actor, asked: RegisterParty, party_id: str) -> Party:
    community, now = m.communities.known(asked.community_code), m.clock.now()
    return Party(
        id=party_id,
        kind=asked.kind,
        name=asked.name,
        credit_code=known_credit_code(asked.credit_code) if asked.credit_code else None,
        filing_number=asked.filing_number,
        responsible_party_id=asked.responsible_party_id,
        community_codes=(community.code,),
        district_code=community.district_code,
        class_code=_known_class(asked.class_code),
        about=asked.about,
        contact_name=asked.contact_name,
        contact_phone=normal_phone(asked.contact_phone, field="contact_phone"),
        raises_funds=asked.raises_funds and asked.kind is PartyKind.CHARITY,
        staff_ids=(actor.member_id,),
        registered_by=actor.member_id,
        created_at=now,
        changed_at=now,
    )


def _known_class(code: str | None) -> str:
    if code and code not in PARTY_CLASSES:
        raise UnknownPartyClass
    return code or ""


def _check_unclaimed(m: Matching, party: Party) -> None:
    """Point to the party that holds the code or number already.

    Raises:
        PartyKnownAlready: If there is one.
    """
    key = party.registration_key
    for other in m.parties.where({"registration_key": key}, limit=1) if key else ():
        if other.id != party.id:
            raise PartyKnownAlready(party_id=other.id, name=other.name)


def amend_party(m: Matching, actor: Actor, party_id: str, asked: AmendParty) -> Party:
    """Return the party changed; a refused one that its own people mend waits for review again.

    Raises:
        NotFound: If the actor has nothing to do with it.
        ApprovedStaysAsItIs: If its own people would rename it after it was approved.
    """
    party = m.parties.get(party_id)
    check_can_change(actor, party)
    if asked.incubation is not None:
        check_can_review(actor, party)
    renamed = asked.name not in (None, party.name)
    settled = party.state in (PartyState.APPROVED, PartyState.SUSPENDED)
    if renamed and settled and can_act_for(actor, party_id):
        raise ApprovedStaysAsItIs
    return _amended(m, actor, party, asked)


def _amended(m: Matching, actor: Actor, party: Party, asked: AmendParty) -> Party:
    phone = asked.contact_phone and normal_phone(asked.contact_phone, field="contact_phone")
    changed = replace(
        party,
        name=asked.name or party.name,
        about=party.about if asked.about is None else asked.about,
        contact_name=asked.contact_name or party.contact_name,
        contact_phone=phone or party.contact_phone,
        class_code=party.class_code if asked.class_code is None else _known_class(asked.class_code),
        incubation=asked.incubation or party.incubation,
    )
    again = party.state is PartyState.REFUSED and actor.member_id in party.staff_ids
    if changed == party and not again:
        return party
    changed = replace(changed, changed_at=m.clock.now())
    if not again:
        return m.parties.save(changed)
    return _sent_again(m, changed.step(PartyState.AWAITING_REVIEW))


def _sent_again(m: Matching, party: Party) -> Party:
    _check_unclaimed(m, party)
    try:
        return m.parties.save(party, party_registered(party))
    except AlreadyThere:
        _check_unclaimed(m, party)
        raise
