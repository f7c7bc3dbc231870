"""Roles given, suspended, handed over and taken back."""

from dataclasses import dataclass

from services.matching.application.register.accounts import account_with
from services.matching.application.register.adding import add_member
from services.matching.application.register.commands import AddStaff, GrantRole
from services.matching.domain.register.errors import one_fault
from services.matching.domain.register.granting import (
    check_can_manage,
    check_role_fits,
    grant_held,
    with_grant,
    without_grant,
)
from services.matching.domain.register.volunteer_number import volunteer_number
from shared.events.identity import MemberRegistered, RoleGranted, RoleWithdrawn
from shared.identity.actor import Actor
from shared.identity.member import Member, day_in_china
from shared.identity.opening import Identity
from shared.identity.passwords import check_strong
from shared.identity.permissions import Permission, grants_with
from shared.identity.phones import normal_phone
from shared.identity.roles import Grant, Role, Scope, ScopeKind, scope_of
from shared.kernel.errors import Forbidden
from shared.storage.paging import Page

COMMAND_LINE = "command-line"
"""Who gives a role at the command line."""


def grant_role(identity: Identity, actor: Actor, member_id: str, asked: GrantRole) -> Member:
    """Return the member with the role given or suspended, and taken from whoever hands it over.

    Raises:
        BadInput: If the scope is none, or does not fit the role.
        BeyondOwnScope: If the actor may not manage the role there.
        NoSuchGrant: If it is to be handed over, or suspended, by one who does not hold it.
    """
    member = identity.members.get(member_id)
    scope = known_scope(identity, asked.scope)
    check_role_fits(asked.role, scope)
    check_can_manage(actor, asked.role, scope, home=member.community_code)
    if asked.suspended:
        grant_held(member.grants, asked.role, scope)
    fresh = Grant(role=asked.role, scope=scope, suspended=asked.suspended, granted_by=actor.member_id)
    after = with_role(identity, member, fresh, by=actor.member_id)
    if asked.hand_over_from not in (None, member_id):
        withdraw_role(identity, actor, str(asked.hand_over_from), asked.role, asked.scope)
    return after


def withdraw_role(identity: Identity, actor: Actor, member_id: str, role: Role, scope: str) -> Member:
    """Return the member without the role.

    Raises:
        BeyondOwnScope: If the actor may not manage the role there; one's own may always be laid down.
        NoSuchGrant: If the member does not hold it.
    """
    member = identity.members.get(member_id)
    where = scope_of(scope)
    if member_id != actor.member_id:
        check_can_manage(actor, role, where, home=member.community_code)
    grant_held(member.grants, role, where)
    fact = RoleWithdrawn(member_id=member_id, role=role.value, scope=where.text, withdrawn_by=actor.member_id)
    after = member.changed(identity.clock.now(), grants=without_grant(member.grants, role, where))
    return identity.members.save(after, fact)


def known_scope(identity: Identity, text: str) -> Scope:
    """Return the scope written, its area one that exists.

    Raises:
        BadInput: If it is none.
    """
    scope = scope_of(text)
    area = scope.code[:12]
    anywhere = scope.kind in (ScopeKind.ALL, ScopeKind.ORGANISATION)
    if not anywhere and identity.communities.area_name(area) == area:
        raise one_fault("scope", "unknown-area", "没有这个区划代码", "There is no area with this code")
    return scope


def with_role(identity: Identity, member: Member, fresh: Grant, *, by: str) -> Member:
    """Return the member with the grant; one that is there already writes nothing."""
    known = [(each.role, each.scope, each.suspended) for each in member.grants]
    if (fresh.role, fresh.scope, fresh.suspended) in known:
        return member
    role, scope = fresh.role.value, fresh.scope.text
    fact = (
        RoleWithdrawn(member_id=member.id, role=role, scope=scope, withdrawn_by=by)
        if fresh.suspended
        else RoleGranted(member_id=member.id, role=role, scope=scope, granted_by=by)
    )
    after = member.changed(identity.clock.now(), grants=with_grant(member.grants, fresh))
    return identity.members.save(after, fact)


def add_staff(identity: Identity, actor: Actor, asked: AddStaff, *, id_: str) -> Member:
    """Return whoever has the phone with the role; an account is made for who has none.

    Raises:
        BeyondOwnScope: If the actor may not manage the role there.
        BadInput: If scope, phone or first password are wrong, or a new account lacks name or password.
    """
    scope = known_scope(identity, asked.scope)
    phone = normal_phone(asked.phone)
    home = scope.community_code or actor.community_code
    known = account_with(identity, phone)
    check_role_fits(asked.role, scope)
    check_can_manage(actor, asked.role, scope, home=known.community_code if known else home)
    member = known or _new_account(
        identity, NewAccount(id=id_, phone=phone, name=asked.name, password=asked.password, home=home)
    )
    fresh = Grant(role=asked.role, scope=scope, granted_by=actor.member_id)
    return with_role(identity, member, fresh, by=actor.member_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account that somebody else makes; its owner changes the password and agrees to the text at first sign-in."""

    id: str
    phone: str
    name: str | None
    password: str | None
    home: str
    language: str = "zh"


def _new_account(identity: Identity, new: NewAccount) -> Member:
    if not new.name:
        raise one_fault("name", "required", "新账户请填写姓名", "A new account needs a name")
    if not new.password:
        raise one_fault(
            "password", "required", "新账户请填写初始密码", "A new account needs a first password"
        )
    check_strong(new.password, personal=(new.name, new.phone))
    community = identity.communities.known(new.home)
    now = identity.clock.now()
    member = Member(
        id=new.id,
        community_code=community.code,
        point=community.point,
        name=new.name,
        phone=new.phone,
        password_hash=identity.passwords.hashed(new.password),
        volunteer_number=volunteer_number(new.id, community_code=community.code, year=day_in_china(now).year),
        language=new.language,
        created_at=now,
        changed_at=now,
    )
    return add_member(identity, member, MemberRegistered(member_id=new.id, community_code=community.code))


def create_member_with_role(
    identity: Identity,
    *,
    phone: str,
    name: str,
    password: str,
    role: Role,
    scope: str,
    community_code: str | None = None,
    language: str = "zh",
) -> Member:
    """Return whoever has the phone with the role, its account made where there is none: for the command line.

    Args:
        identity: Opened.
        phone: In any common form.
        name: Of a new account.
        password: First password of a new account; an account that exists keeps its own.
        role: To be given.
        scope: ``all``, an area code, ``community-grid`` or ``org.<id>``.
        community_code: Home of a new account; left out, the first community within the scope.
        language: Of a new account.

    Raises:
        BadInput: If any of it is wrong.
    """
    where = known_scope(identity, scope)
    check_role_fits(role, where)
    normal = normal_phone(phone)
    home = community_code or _first_home(identity, where)
    new = NewAccount(
        id=identity.ids.new(), phone=normal, name=name, password=password, home=home, language=language
    )
    member = account_with(identity, normal) or _new_account(identity, new)
    return with_role(identity, member, Grant(role=role, scope=where), by=COMMAND_LINE)


def _first_home(identity: Identity, scope: Scope) -> str:
    within = None if scope.kind is ScopeKind.ORGANISATION else scope.code[:12]
    return identity.communities.search(district=within, limit=1)[0].code


def staff_page(
    identity: Identity,
    actor: Actor,
    *,
    role: Role | None = None,
    scope: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[Member]:
    """Return a page of those who hold a role within a scope, or any role, newest account first.

    Args:
        identity: Opened.
        actor: Who manages staff.
        role: Left out, any.
        scope: Left out, the actor's own.
        limit: Most entries, 1 to 200.
        after: ``next`` of the page before.

    Raises:
        Forbidden: If the actor manages no staff there.
    """
    own = [each.scope for each in grants_with(actor.grants, Permission.MANAGE_STAFF)]
    where = scope_of(scope) if scope else (own[0] if own else None)
    if where is None or not any(each.contains(where) for each in own):
        raise Forbidden(permission=Permission.MANAGE_STAFF.value, place=scope)
    return identity.members.page(
        {"duties": f"{role.value if role else '*'}@{where.text}"}, limit=limit, after=after
    )
