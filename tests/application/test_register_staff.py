"""Roles given within one's own scope, and the command line's first staff."""

import dataclasses

import pytest

from services.matching.application.register.commands import AddStaff, GrantRole
from services.matching.application.register.staff import (
    add_staff,
    create_member_with_role,
    grant_role,
    staff_page,
    withdraw_role,
)
from services.matching.domain.register.errors import (
    BeyondOwnScope,
    NoSuchGrant,
    RoleNotGranted,
    ScopeDoesNotFit,
)
from shared.identity.actor import Actor
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.passwords import WeakPassword
from shared.identity.permissions import Permission
from shared.identity.roles import Grant, Role, scope_of
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.register_world import FAR, HOME, NEXT_DOOR, PASSWORD, an_identity


@pytest.fixture
def identity(databases: str, clock: SetClock, ids: RandomIds) -> Identity:
    return an_identity(clock, ids)


def made(identity: Identity, number: int, role: Role = Role.COMMUNITY_STAFF, scope: str = HOME) -> Member:
    return create_member_with_role(
        identity,
        phone=f"139{number:08d}",
        name=f"工作者{number}",
        password=PASSWORD,
        role=role,
        scope=scope,
    )


def acting(member: Member) -> Actor:
    return Actor(
        member_id=member.id,
        session_id="s",
        community_code=member.community_code,
        grants=member.present_grants,
    )


def roles_of(identity: Identity, member: Member) -> list[tuple[str, str, bool]]:
    kept = identity.members.get(member.id)
    return [(each.role.value, each.scope.text, each.suspended) for each in kept.grants]


def test_the_command_line_makes_an_account_with_a_role_once(identity: Identity) -> None:
    first, again = made(identity, 1), made(identity, 1)
    assert (again.id, again.version) == (first.id, first.version)
    assert roles_of(identity, first) == [("COMMUNITY_STAFF", HOME, False)]
    assert made(identity, 2, Role.OPERATOR, "all").community_code == FAR
    assert made(identity, 3, Role.OVERSEER, "511402").community_code == HOME


def test_the_command_line_refuses_what_is_wrong(identity: Identity) -> None:
    for role, scope, error in (
        (Role.COMMUNITY_STAFF, "999999", BadInput),
        (Role.COMMUNITY_STAFF, "nowhere", BadInput),
        (Role.OPERATOR, HOME, ScopeDoesNotFit),
        (Role.GRID_WORKER, "511402", ScopeDoesNotFit),
        (Role.VOLUNTEER, HOME, RoleNotGranted),
    ):
        with pytest.raises(error):
            made(identity, 1, role, scope)
    assert identity.people.with_phone("13900000001") == []


def test_staff_give_roles_in_their_own_community(identity: Identity) -> None:
    staff, colleague = made(identity, 1), made(identity, 2, Role.SOCIAL_WORKER)
    grant_role(identity, acting(staff), colleague.id, GrantRole(role=Role.GRID_WORKER, scope=f"{HOME}-03"))
    assert roles_of(identity, colleague) == [
        ("SOCIAL_WORKER", HOME, False),
        ("GRID_WORKER", f"{HOME}-03", False),
    ]
    again = grant_role(
        identity, acting(staff), colleague.id, GrantRole(role=Role.GRID_WORKER, scope=f"{HOME}-03")
    )
    assert again.version == identity.members.get(colleague.id).version == 3


def test_nobody_gives_beyond_their_scope_or_above_themselves(identity: Identity) -> None:
    staff = made(identity, 1)
    other = made(identity, 2, Role.SOCIAL_WORKER)
    for role, scope in (
        (Role.COMMUNITY_STAFF, NEXT_DOOR),
        (Role.COMMUNITY_STAFF, "511402"),
        (Role.COMMUNITY_STAFF, "all"),
        (Role.OVERSEER, HOME),
        (Role.AUDITOR, HOME),
        (Role.OPERATOR, "all"),
    ):
        with pytest.raises(BeyondOwnScope):
            grant_role(identity, acting(staff), other.id, GrantRole(role=role, scope=scope))
    assert roles_of(identity, other) == [("SOCIAL_WORKER", HOME, False)]


def test_whoever_audits_is_appointed_by_the_operator_alone(identity: Identity) -> None:
    overseer, operator = made(identity, 1, Role.OVERSEER, "511402"), made(identity, 2, Role.OPERATOR, "all")
    auditor = made(identity, 3, Role.SOCIAL_WORKER)
    asked = GrantRole(role=Role.AUDITOR, scope="511402")
    with pytest.raises(BeyondOwnScope):
        grant_role(identity, acting(overseer), auditor.id, asked)
    grant_role(identity, acting(operator), auditor.id, asked)
    assert ("AUDITOR", "511402", False) in roles_of(identity, auditor)


def test_a_suspended_role_gives_nothing_until_it_is_given_again(identity: Identity) -> None:
    staff, colleague = made(identity, 1), made(identity, 2)
    asked = GrantRole(role=Role.COMMUNITY_STAFF, scope=HOME, suspended=True)
    suspended = grant_role(identity, acting(staff), colleague.id, asked)
    assert not acting(suspended).may(Permission.SEE_DESK)
    lifted = grant_role(identity, acting(staff), colleague.id, dataclasses.replace(asked, suspended=False))
    assert acting(lifted).may(Permission.SEE_DESK, HOME)
    with pytest.raises(NoSuchGrant):
        grant_role(
            identity,
            acting(staff),
            colleague.id,
            GrantRole(role=Role.GRID_WORKER, scope=f"{HOME}-01", suspended=True),
        )


def test_a_role_is_handed_over(identity: Identity) -> None:
    leaving, coming = made(identity, 1), made(identity, 2, Role.SOCIAL_WORKER)
    asked = GrantRole(role=Role.COMMUNITY_STAFF, scope=HOME, hand_over_from=leaving.id)
    grant_role(identity, acting(leaving), coming.id, asked)
    assert roles_of(identity, leaving) == []
    assert ("COMMUNITY_STAFF", HOME, False) in roles_of(identity, coming)


def test_a_role_is_taken_back_by_who_manages_it_or_laid_down(identity: Identity) -> None:
    staff, worker, outsider = (
        made(identity, 1),
        made(identity, 2, Role.SOCIAL_WORKER),
        made(identity, 3, scope=FAR),
    )
    with pytest.raises(BeyondOwnScope):
        withdraw_role(identity, acting(outsider), worker.id, Role.SOCIAL_WORKER, HOME)
    with pytest.raises(NoSuchGrant):
        withdraw_role(identity, acting(staff), worker.id, Role.GRID_WORKER, HOME)
    withdraw_role(identity, acting(worker), worker.id, Role.SOCIAL_WORKER, HOME)
    assert roles_of(identity, worker) == []
    with pytest.raises(NotFound):
        withdraw_role(identity, acting(staff), "nobody", Role.SOCIAL_WORKER, HOME)


def test_a_new_colleague_gets_an_account_and_an_old_one_keeps_theirs(identity: Identity) -> None:
    staff, known = made(identity, 1), made(identity, 2, Role.SOCIAL_WORKER)
    plain = AddStaff(phone="13900000009", role=Role.GRID_WORKER, scope=f"{HOME}-01")
    for wrong in (plain, dataclasses.replace(plain, name="新同事")):
        with pytest.raises(BadInput):
            add_staff(identity, acting(staff), wrong, id_="new")
    with pytest.raises(WeakPassword):
        add_staff(
            identity, acting(staff), dataclasses.replace(plain, name="新同事", password="12345678"), id_="new"
        )
    new = add_staff(
        identity, acting(staff), dataclasses.replace(plain, name="新同事", password=PASSWORD), id_="new"
    )
    assert (new.id, new.consent, roles_of(identity, new)) == (
        "new",
        None,
        [("GRID_WORKER", f"{HOME}-01", False)],
    )
    old = add_staff(identity, acting(staff), dataclasses.replace(plain, phone="13900000002"), id_="other")
    assert (old.id, old.password_hash) == (known.id, known.password_hash)


def test_staff_are_listed_by_role_within_ones_scope(identity: Identity) -> None:
    here = [made(identity, number) for number in (1, 2)]
    grid = made(identity, 3, Role.GRID_WORKER, f"{HOME}-01")
    far = made(identity, 4, scope=FAR)
    overseer = made(identity, 5, Role.OVERSEER, "511402")
    page = staff_page(identity, acting(here[0]), role=Role.COMMUNITY_STAFF)
    assert {each.id for each in page.items} == {each.id for each in here}
    everyone = staff_page(identity, acting(overseer))
    assert {each.id for each in everyone.items} == {here[0].id, here[1].id, grid.id, overseer.id}
    first = staff_page(identity, acting(overseer), limit=3)
    rest = staff_page(identity, acting(overseer), limit=3, after=first.next)
    assert (len(first.items), len(rest.items), rest.next) == (3, 1, None)
    for who, scope in ((here[0], "511402"), (far, HOME), (grid, None)):
        with pytest.raises(Forbidden):
            staff_page(identity, acting(who), scope=scope)


def test_an_organisations_staff_are_managed_where_they_live(identity: Identity) -> None:
    staff, worker, outsider = (
        made(identity, 1),
        made(identity, 2, Role.SOCIAL_WORKER),
        made(identity, 3, scope=FAR),
    )
    asked = GrantRole(role=Role.ORGANISATION_STAFF, scope="org.o-1")
    with pytest.raises(BeyondOwnScope):
        grant_role(identity, acting(outsider), worker.id, asked)
    grant_role(identity, acting(staff), worker.id, asked)
    kept = identity.members.get(worker.id)
    assert Grant(role=Role.ORGANISATION_STAFF, scope=scope_of("org.o-1"), granted_by=staff.id) in kept.grants
