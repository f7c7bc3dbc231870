"""Giving out printed cards, and taking back those that are lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.register.papers import in_own_area
from services.matching.domain.cards.card import PresenceCard, code_from, grouped, hash_of
from services.matching.domain.errors import MemberInactive
from services.matching.domain.register.errors import one_fault
from shared.events.cards import PresenceCardChanged
from shared.identity.actor import Actor
from shared.identity.member import Member, MemberStatus
from shared.kernel.errors import AlreadyThere, NotFound, StaleWrite

MOST_ON_A_SHEET = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A card as it goes to the printer, and nowhere else: its code cannot be shown again.

    Attributes:
        code: In groups, as it is typed and scanned.
    """

    member_id: str
    name: str
    code: str


def issue_cards(m: Matching, actor: Actor, member_ids: Sequence[str], sheet_id: str) -> list[Printed]:
    """Return new cards for up to ten people, in order; the cards they had are revoked.

    Args:
        m: Coordination.
        actor: Staff of the community.
        member_ids: Whose cards.
        sheet_id: Known to whoever prints alone; asked again under the same id, the same cards come out.

    Raises:
        BadInput: If it is nobody, or more than ten.
        NotOneself: If one is the actor's own.
        Forbidden: If somebody is of another area.
        MemberInactive: If an account is suspended or closed.
        CardReplaced: If a card of this sheet was revoked since.
    """
    wanted = list(dict.fromkeys(member_ids))
    if not 1 <= len(wanted) <= MOST_ON_A_SHEET:
        raise one_fault("member_id", "one-to-ten", "请选择 1 至 10 人", "Please choose one to ten people")
    people = [in_own_area(m.identity, actor, each) for each in wanted]
    if any(each.status is not MemberStatus.ACTIVE for each in people):
        raise MemberInactive
    return [_issued(m, actor, each, code_from(f"{sheet_id}:{each.id}")) for each in people]


def _issued(m: Matching, actor: Actor, person: Member, code: str) -> Printed:
    now, by, known = m.clock.now(), actor.member_id, m.cards.find(person.id)
    before = known or PresenceCard(
        id=person.id, community_code=person.community_code, issued_at=now, changed_by=by, changed_at=now
    )
    after = before.issued(hash_of(code), by, now)
    if after is not before:
        _keep(m, after, holds=True)
    return Printed(member_id=person.id, name=person.name, code=grouped(code))


def revoke_card(m: Matching, actor: Actor, member_id: str) -> PresenceCard:
    """Return the card without a code that holds; revoked twice, it is revoked once.

    Raises:
        NotFound: If the member never had one.
        NotOneself: If it is the actor's own.
        Forbidden: If the member is of another area.
    """
    person = in_own_area(m.identity, actor, member_id)
    card = m.cards.find(person.id)
    if card is None:
        raise NotFound(kind="PresenceCard", id=member_id)
    return _revoked(m, card, actor.member_id)


def revoke_card_of(m: Matching, member_id: str) -> None:
    """Revoke the card of somebody who closes their account, if there is one."""
    card = m.cards.find(member_id)
    if card is not None:
        _revoked(m, card, member_id)


def _revoked(m: Matching, card: PresenceCard, by: str) -> PresenceCard:
    after = card.revoked(by, m.clock.now())
    return card if after is card else _keep(m, after, holds=False)


def _keep(m: Matching, card: PresenceCard, *, holds: bool) -> PresenceCard:
    fact = PresenceCardChanged(
        member_id=card.id, community_code=card.community_code, holds=holds, by=card.changed_by
    )
    if card.version:
        return m.cards.save(card, fact)
    try:
        return m.cards.add(card, fact)
    except AlreadyThere as cause:
        raise StaleWrite from cause
