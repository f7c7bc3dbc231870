"""A forgotten password: staff who know the person give a fresh one, told once, to be replaced at the next sign-in."""

from dataclasses import dataclass

from services.matching.application.register.closing import account_in_own_area
from services.matching.application.register.papers import changed
from services.matching.domain.register.errors import NoAccountYet
from shared.identity.actor import Actor
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.readings import ReadData
from shared.kernel.ids import nonce

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for each other when they are read aloud."""
_GROUPS, _IN_A_GROUP = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPassword:
    """A member with a password just given; it is told once and kept nowhere."""

    member: Member
    password: str


def reset_password(identity: Identity, actor: Actor, member_id: str) -> GivenPassword:
    """Return a fresh password for a member, who is signed out everywhere; the member sees who gave it.

    Raises:
        NotOneself: If it is the actor's own account.
        Forbidden: If the member is of another area.
        BeyondOwnScope: If the member holds a role that is not the actor's to manage.
        FileClosed: If the account is closed.
        NoAccountYet: If the member has no account.
    """
    member = account_in_own_area(identity, actor, member_id)
    if member.password_hash is None:
        raise NoAccountYet
    password = _fresh_password()
    hashed = identity.passwords.hashed(password)
    after = member.changed(identity.clock.now(), password_hash=hashed, password_given=True)
    kept = identity.members.save(after, changed(member, "password"))
    identity.sessions.end_all(member.id)
    identity.readings.log(actor.member_id, (member.id,), ReadData.FILE, why="password-reset")
    return GivenPassword(member=kept, password=password)


def _fresh_password() -> str:
    drawn = iter(each for each in nonce(64) if each < 256 - 256 % len(ALPHABET))
    groups = (
        "".join(ALPHABET[next(drawn) % len(ALPHABET)] for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS)
    )
    return "-".join(groups)
