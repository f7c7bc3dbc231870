"""The kinds of sheets that can be imported, and who imports."""

from collections.abc import Mapping
from types import MappingProxyType

from services.matching.application.importing.communities import COMMUNITIES
from services.matching.application.importing.hours import HOURS
from services.matching.application.importing.members import MEMBERS
from services.matching.application.importing.needs import NEEDS
from services.matching.application.importing.parties import PARTIES
from services.matching.application.importing.taking import Importable
from services.matching.application.register.accounts import account_with
from shared.identity.actor import Actor
from shared.identity.member import Member, MemberStatus
from shared.identity.opening import Identity
from shared.identity.phones import normal_phone
from shared.kernel.errors import NotFound

_ALL: tuple[Importable, ...] = (COMMUNITIES, MEMBERS, PARTIES, NEEDS, HOURS)
KINDS: Mapping[str, Importable] = MappingProxyType({each.name: each for each in _ALL})


def importer(identity: Identity, phone: str) -> Actor:
    """Return the account of a phone as the one who imports; what it may not do on pages, it may not do here.

    Raises:
        NotFound: If no account signs in with the phone.
    """
    member = account_with(identity, normal_phone(phone))
    if member is None:
        raise NotFound(kind="Member", id=phone)
    return actor_of_member(member)


def actor_of_member(member: Member) -> Actor:
    """Return a member as the one who imports, without a session; whose account is not in use may nothing."""
    return Actor(
        member_id=member.id,
        session_id="",
        community_code=member.community_code,
        name=member.name,
        grants=member.present_grants if member.status is MemberStatus.ACTIVE else (),
    )
