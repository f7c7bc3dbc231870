"""Who acts for a party: added by phone, withdrawn, handed over; the roles in the register follow."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.parties.commands import AddPartyStaff
from services.matching.application.parties.facts import party_staff_changed
from services.matching.application.parties.who import check_can_change
from services.matching.application.register.accounts import account_with
from services.matching.application.register.staff import with_role
from services.matching.domain.parties.errors import NoAccountWithPhone
from services.matching.domain.parties.party import Party, PartyState
from services.matching.domain.register.granting import without_grant
from shared.events.identity import RoleWithdrawn
from shared.identity.actor import Actor
from shared.identity.member import Member
from shared.identity.phones import normal_phone
from shared.identity.roles import Grant
from shared.kernel.errors import FieldFault

_ACTING = (PartyState.APPROVED, PartyState.SUSPENDED)
"""A suspended party's people keep their role: they see their party, while nothing is done in its name."""


def add_party_staff(m: Matching, actor: Actor, party_id: str, asked: AddPartyStaff) -> Party:
    """Return the party with whoever has the phone among its people, in the actor's place if so asked.

    Raises:
        NoAccountWithPhone: If nobody signs in with the phone.
        TooManyStaff: If the party has as many as it may.
        Forbidden: If the actor is neither of the party nor staff of a community it serves.
    """
    party = m.parties.get(party_id)
    check_can_change(actor, party)
    fresh = account_of_phone(m, asked.phone).id
    after = party.with_staff(fresh)
    if asked.in_my_place and fresh != actor.member_id:
        after = after.without_staff(actor.member_id)
    return _saved(m, actor, party, after)


def remove_party_staff(m: Matching, actor: Actor, party_id: str, member_id: str) -> Party:
    """Return the party without someone who acted for it; nobody else is touched.

    Raises:
        LastOfStaff: If nobody would be left.
        Forbidden: If the actor is neither of the party nor staff of a community it serves.
    """
    party = m.parties.get(party_id)
    check_can_change(actor, party)
    return _saved(m, actor, party, party.without_staff(member_id))


def account_of_phone(m: Matching, phone: str, field: str = "phone") -> Member:
    """Return who signs in with a phone.

    Raises:
        NoAccountWithPhone: If nobody does, beside the field it was typed in.
    """
    found = account_with(m.identity, normal_phone(phone, field=field))
    if found is None:
        none = NoAccountWithPhone
        raise none(faults=(FieldFault(field=field, code=none.code, zh=none.zh, en=none.en),))
    return found


def _saved(m: Matching, actor: Actor, before: Party, after: Party) -> Party:
    moved = sorted(set(before.staff_ids) ^ set(after.staff_ids))
    if not moved:
        return before
    after = replace(after, changed_at=m.clock.now())
    return m.parties.save(after, *(party_staff_changed(after, each, actor.member_id) for each in moved))


def follow_party(m: Matching, party_id: str, member_id: str, by: str) -> None:
    """Bring a member's role in a party's scope to what the party says now; done twice, it is done once."""
    party, member = m.parties.get(party_id), m.identity.members.get(member_id)
    if member_id in party.staff_ids and party.state in _ACTING:
        grant = Grant(role=party.staff_role, scope=party.scope, granted_by=by)
        with_role(m.identity, member, grant, by=by)
    elif any(each.scope == party.scope for each in member.grants):
        _without_role(m, member, party, by)


def _without_role(m: Matching, member: Member, party: Party, by: str) -> None:
    role, scope = party.staff_role, party.scope
    fact = RoleWithdrawn(member_id=member.id, role=role.value, scope=scope.text, withdrawn_by=by)
    rest = without_grant(member.grants, role, scope)
    if rest != member.grants:
        m.identity.members.save(member.changed(m.clock.now(), grants=rest), fact)
