"""Accounts: made, signed in to and out of."""

from dataclasses import dataclass

from services.matching.application.register.adding import add_member
from services.matching.application.register.commands import ChangePassword, SignIn, SignUp
from services.matching.domain.register.errors import (
    AccountNotUsable,
    ConsentOutdated,
    KeyReused,
    WrongPassword,
    WrongSignIn,
    one_fault,
)
from services.matching.domain.register.volunteer_number import volunteer_number
from shared.events.identity import MemberRegistered
from shared.identity.actor import Actor
from shared.identity.consent import CONSENT_VERSION
from shared.identity.member import Consent, Member, MemberStatus, day_in_china
from shared.identity.opening import Identity
from shared.identity.passwords import check_strong
from shared.identity.phones import normal_phone, possible_phone
from shared.identity.sessions import IssuedSession
from shared.kernel.errors import FieldFault


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A member with a session just issued."""

    member: Member
    issued: IssuedSession


def sign_up(identity: Identity, asked: SignUp, *, id_: str, device: str = "") -> SignedIn:
    """Return the new member, signed in; two writes. Asked again with the same id, it is the same member.

    Raises:
        BadInput: For the phone, the password, or a consent that is not the present one.
        UnknownCommunity: If there is no such community.
        PhoneInUse: If another account signs in with the phone.
    """
    check_consent(asked.consent_version)
    phone = normal_phone(asked.phone)
    check_strong(asked.password, personal=(asked.name, phone))
    member = _member(identity, asked, id_=id_, phone=phone)
    kept = add_member(identity, member, MemberRegistered(member_id=id_, community_code=asked.community_code))
    _check_same_request(identity, kept, member, asked.password)
    return SignedIn(member=kept, issued=identity.sessions.issue(kept.id, device=device))


def _member(identity: Identity, asked: SignUp, *, id_: str, phone: str) -> Member:
    now = identity.clock.now()
    community = identity.communities.known(asked.community_code)
    return Member(
        id=id_,
        community_code=community.code,
        point=community.point,
        name=asked.name,
        phone=phone,
        password_hash=identity.passwords.hashed(asked.password),
        volunteer_number=volunteer_number(id_, community_code=community.code, year=day_in_china(now).year),
        language=asked.language,
        consent=Consent(version=asked.consent_version, at=now),
        skills=tuple(dict.fromkeys(asked.skills)),
        created_at=now,
        changed_at=now,
    )


def _check_same_request(identity: Identity, kept: Member, asked: Member, password: str) -> None:
    if kept.password_hash == asked.password_hash:
        return
    same = (kept.phone, kept.name, kept.community_code) == (asked.phone, asked.name, asked.community_code)
    if not (same and identity.passwords.verify(password, kept.password_hash)):
        raise KeyReused


def check_consent(version: str) -> None:
    """Pass if the version agreed to is the present one.

    Raises:
        ConsentOutdated: Otherwise.
    """
    if version != CONSENT_VERSION:
        facts = {"version": CONSENT_VERSION}
        fault = FieldFault(
            field="consent_version",
            code=ConsentOutdated.code,
            zh=ConsentOutdated.zh.format_map(facts),
            en=ConsentOutdated.en.format_map(facts),
        )
        raise ConsentOutdated(faults=(fault,), version=CONSENT_VERSION)


def sign_in(identity: Identity, asked: SignIn, *, address: str, device: str = "") -> SignedIn:
    """Return the member with a fresh session.

    Only failures count against the limit, for one phone from one address; a phone nobody has fails in the same words
    and the same time as a wrong password.

    Raises:
        WrongSignIn: If phone or password are wrong.
        TooMany: After ten failures within a quarter of an hour.
        AccountNotUsable: If the password is right and the account suspended or closed.
    """
    phone = possible_phone(asked.phone) or asked.phone
    identity.throttle.check(phone, address)
    member = account_with(identity, phone)
    if not identity.passwords.verify(asked.password, member.password_hash if member else None):
        identity.throttle.failed(phone, address)
        raise WrongSignIn
    assert member is not None
    if member.status is not MemberStatus.ACTIVE:
        raise AccountNotUsable(status=member.status.value)
    kept = _rehashed(identity, member, asked.password)
    return SignedIn(member=kept, issued=identity.sessions.issue(kept.id, device=device))


def account_with(identity: Identity, phone: str) -> Member | None:
    """Return the account that signs in with a phone in E.164, or None."""
    return next(iter(identity.members.where({"sign_in_phone": phone}, limit=1)), None)


def _rehashed(identity: Identity, member: Member, password: str) -> Member:
    """Return the member with the password hashed at today's cost, if it was hashed at another."""
    assert member.password_hash is not None
    if not identity.passwords.outdated(member.password_hash):
        return member
    now = identity.clock.now()
    return identity.members.save(member.changed(now, password_hash=identity.passwords.hashed(password)))


def sign_out(identity: Identity, actor: Actor) -> None:
    """End the actor's present session."""
    identity.sessions.end(actor.session_id)


def sign_out_everywhere(identity: Identity, actor: Actor) -> int:
    """End every session of the actor, the present one too; return how many."""
    return identity.sessions.end_all(actor.member_id)


def change_password(identity: Identity, actor: Actor, asked: ChangePassword, *, address: str) -> None:
    """Take the new password, and end every other session.

    Raises:
        WrongPassword: If the present one is wrong; such failures count like failed sign-ins.
        WeakPassword: If the new one is too easy to guess.
        BadInput: If the new one is the present one.
    """
    member = oneself(identity, actor, asked.present, address=address)
    if asked.new == asked.present:
        raise one_fault(
            "new",
            "same-password",
            "新密码与现在的相同，请换一个",
            "This is the present password; please choose another",
        )
    check_strong(asked.new, personal=(member.name, member.phone or ""), field="new")
    now = identity.clock.now()
    hashed = identity.passwords.hashed(asked.new)
    identity.members.save(member.changed(now, password_hash=hashed, password_given=False))
    identity.sessions.end_all(member.id, but=actor.session_id)


def oneself(identity: Identity, actor: Actor, password: str, *, address: str) -> Member:
    """Return the actor's own file, the password having shown that it is they who ask.

    Raises:
        WrongPassword: If it is wrong; such failures count like failed sign-ins.
        TooMany: After ten failures within a quarter of an hour.
    """
    identity.throttle.check(actor.member_id, address)
    member = identity.members.get(actor.member_id)
    if not identity.passwords.verify(password, member.password_hash):
        identity.throttle.failed(actor.member_id, address)
        raise WrongPassword
    return member
