"""Accounts and files suspended, restored, closed for good, and a resident's file joined to the account they made."""

from services.matching.application.cards.issuing import revoke_card_of
from services.matching.application.caring.circle import leave_all_circles
from services.matching.application.caring.drawing import end_all_plans_of
from services.matching.application.certificates.issuing import erase_certificates_of
from services.matching.application.context import Matching
from services.matching.application.duties.appointing import vacate_all_of
from services.matching.application.enrolling.enrolling import end_own_enrolments
from services.matching.application.kinship.ending import end_all_kinships, move_kinships
from services.matching.application.pairing.agreeing import end_all_pairings_of
from services.matching.application.register.accounts import account_with, oneself
from services.matching.application.register.commands import CloseAccount, JoinFile, SuspendAccount
from services.matching.application.register.papers import changed
from services.matching.application.teams.joining import leave_all_teams
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.offer import OfferState
from services.matching.domain.projects.shift import ShiftState
from services.matching.domain.register.errors import (
    FileClosed,
    HasAccount,
    NoSuchAccount,
    NotOneself,
    RolesHeld,
    StillBound,
    one_fault,
)
from services.matching.domain.register.granting import check_can_manage
from shared.identity.actor import Actor
from shared.identity.member import CLOSED_NAME, Delegate, Member, MemberStatus
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.phones import normal_phone
from shared.kernel.errors import Forbidden, NotFound

ONESELF = "本人"
"""How the account stands to the file that was joined to it."""
MOST_READ = 2_000
_RUNNING = (AssignmentState.ACCEPTED, AssignmentState.CHECKED_IN, AssignmentState.CHECKED_OUT)


def suspend_account(identity: Identity, actor: Actor, member_id: str, asked: SuspendAccount) -> Member:
    """Return the member suspended and signed out everywhere; suspended again, the note is renewed.

    Raises:
        NotOneself: If it is the actor's own account.
        Forbidden: If the member is of another area.
        BeyondOwnScope: If the member holds a role that is not the actor's to manage.
        FileClosed: If the account is closed.
    """
    member = account_in_own_area(identity, actor, member_id)
    if (member.status, member.status_note) == (MemberStatus.SUSPENDED, asked.reason):
        return member
    after = member.changed(
        identity.clock.now(), status=MemberStatus.SUSPENDED, status_note=asked.reason.strip()
    )
    kept = identity.members.save(after, changed(member, "status"))
    identity.sessions.end_all(member.id)
    return kept


def restore_account(identity: Identity, actor: Actor, member_id: str) -> Member:
    """Return the member active again; done before, nothing changes. Raises as :func:`suspend_account`."""
    member = account_in_own_area(identity, actor, member_id)
    if member.status is MemberStatus.ACTIVE:
        return member
    after = member.changed(identity.clock.now(), status=MemberStatus.ACTIVE, status_note="")
    return identity.members.save(after, changed(member, "status"))


def account_in_own_area(identity: Identity, actor: Actor, member_id: str) -> Member:
    """Return a member whose account is the actor's to see to; raises as :func:`suspend_account`."""
    member = identity.members.get(member_id)
    if member.id == actor.member_id:
        raise NotOneself
    if not actor.may(Permission.SUSPEND_ACCOUNT, member.community_code):
        raise Forbidden(permission=Permission.SUSPEND_ACCOUNT.value, place=member.community_code)
    if member.status is MemberStatus.CLOSED:
        raise FileClosed
    for grant in member.grants:
        check_can_manage(actor, grant.role, grant.scope, home=member.community_code)
    return member


def close_own_account(
    identity: Identity, m: Matching, actor: Actor, asked: CloseAccount, *, address: str
) -> None:
    """Erase what is known of the actor and end the account for good; what was served stands under the number alone.

    Source: PIPL 47 (erasure), 民政部令67号 (records of service are kept).

    Raises:
        WrongPassword: If the password is wrong; such failures count like failed sign-ins.
        RolesHeld: If a role is still held.
        StillBound: If requests, services or shifts are not finished.
    """
    member = oneself(identity, actor, asked.password, address=address)
    if member.present_grants:
        raise RolesHeld
    _close(identity, m, member)


def close_file(identity: Identity, m: Matching, actor: Actor, resident_id: str) -> None:
    """Erase the file of a resident without an account, as they asked aloud; closed before, nothing changes.

    Raises:
        NotFound: If there is no such file in the actor's area.
        HasAccount: If the person can sign in.
        StillBound: If requests or shifts are not finished.
    """
    resident = _file_in_own_area(identity, actor, resident_id)
    if resident.status is not MemberStatus.CLOSED:
        _close(identity, m, resident)


def _close(identity: Identity, m: Matching, member: Member) -> None:
    _check_free(m, member.id)
    _withdraw_offers(m, member.id)
    leave_all_teams(m, member.id)
    end_own_enrolments(m, member.id)
    end_all_kinships(identity, member.id)
    vacate_all_of(m, member.id)
    end_all_pairings_of(m, member.id)
    end_all_plans_of(m, member.id)
    leave_all_circles(m, member.id)
    revoke_card_of(m, member.id)
    erase_certificates_of(m, member.id)
    for resident in identity.members.where({"delegate_ids": member.id}, limit=MOST_READ):
        left = tuple(each for each in resident.delegates if each.member_id != member.id)
        identity.members.save(
            resident.changed(identity.clock.now(), delegates=left), changed(resident, "delegates")
        )
    identity.members.save(_erased(identity, member), changed(member, "status"))
    identity.sessions.end_all(member.id)


def _check_free(m: Matching, member_id: str) -> None:
    needs = [
        each
        for key in ("resident_id", "posted_by")
        for each in m.needs.where({key: member_id}, limit=MOST_READ)
        if not each.is_closed
    ]
    side = f"anyone:{member_id}"
    services = sum(m.assignments.count({"sides": side, "state": state.value}) for state in _RUNNING)
    shifts = _unsettled_shifts(m, member_id)
    if needs or services or shifts:
        raise StillBound(needs=len({each.id for each in needs}), services=services, shifts=shifts)


def _unsettled_shifts(m: Matching, member_id: str) -> int:
    """Return in how many shifts a member holds a place or came, and whose minutes do not stand yet; waiting binds nobody."""
    held = m.shifts.where({"member_ids": member_id, "state": ShiftState.OPEN.value}, limit=MOST_READ)
    return sum(
        each.seat_of(member_id) is not None or each.attendee_of(member_id) is not None for each in held
    )


def _withdraw_offers(m: Matching, member_id: str) -> None:
    for offer in m.offers.where({"member_id": member_id}, limit=MOST_READ):
        if offer.state is not OfferState.WITHDRAWN:
            m.offers.save(offer.step(OfferState.WITHDRAWN))


def _erased(identity: Identity, member: Member) -> Member:
    now = identity.clock.now()
    return Member(
        id=member.id,
        version=member.version,
        community_code=member.community_code,
        point=identity.communities.known(member.community_code).point,
        name=CLOSED_NAME,
        volunteer_number=member.volunteer_number,
        language=member.language,
        status=MemberStatus.CLOSED,
        joined_to=member.joined_to,
        recorded_by=member.recorded_by,
        created_at=member.created_at,
        changed_at=now,
    )


def join_file(identity: Identity, actor: Actor, resident_id: str, asked: JoinFile) -> Member:
    """Return the account that a resident's file was joined to: the same person has signed up meanwhile.

    The account sees and confirms what was asked for the file as the resident; delegates and address come over where the
    account has none; new requests go to the account. Joined before to the same account, nothing changes.

    Raises:
        NotFound: If there is no such file in the actor's area.
        HasAccount: If the file has an account of its own.
        NoSuchAccount: If nobody signs in with the phone, or it is the actor.
        FileClosed: If it is closed, or joined to another account.
    """
    resident = _file_in_own_area(identity, actor, resident_id)
    account = account_with(identity, normal_phone(asked.phone))
    if account is None or account.id == actor.member_id or account.status is not MemberStatus.ACTIVE:
        raise one_of_phone()
    if resident.joined_to == account.id:
        return account
    if resident.status is not MemberStatus.ACTIVE or resident.joined_to:
        raise FileClosed
    return _join(identity, actor, resident, account)


def one_of_phone() -> Exception:
    """Return the refusal of a phone that nobody signs in with, beside its field."""
    return one_fault("phone", NoSuchAccount.code, NoSuchAccount.zh, NoSuchAccount.en)


def _join(identity: Identity, actor: Actor, resident: Member, account: Member) -> Member:
    now = identity.clock.now()
    itself = Delegate(member_id=account.id, relation=ONESELF, since_at=now, recorded_by=actor.member_id)
    others = tuple(each for each in resident.delegates if each.member_id != account.id)
    identity.members.save(
        resident.changed(now, delegates=(*others, itself), joined_to=account.id, phone=None),
        changed(resident, "joined"),
    )
    move_kinships(identity, resident.id, account.id)
    after = account.changed(
        now, delegates=account.delegates or others, address=account.address or resident.address
    )
    return identity.members.save(after, changed(account, "delegates"))


def _file_in_own_area(identity: Identity, actor: Actor, resident_id: str) -> Member:
    resident = identity.members.find(resident_id)
    if resident is None or not actor.may(Permission.RECORD_RESIDENT, resident.community_code):
        raise NotFound(kind="Resident", id=resident_id)
    if resident.password_hash is not None:
        raise HasAccount
    return resident
