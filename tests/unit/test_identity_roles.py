import pytest

from services.matching.domain.register.granting import GIVEN_BY, SCOPES_OF
from shared.identity.actor import Actor
from shared.identity.permissions import PERMISSIONS, Permission
from shared.identity.roles import EVERYWHERE, Grant, Role, Scope, ScopeKind, scope_of
from shared.kernel.errors import BadInput, Forbidden

HOME = "511402001001"


def an_actor(*grants: Grant) -> Actor:
    return Actor(member_id="m1", session_id="s1", community_code=HOME, grants=grants)


def a_grant(role: Role, scope: str, *, suspended: bool = False) -> Grant:
    return Grant(role=role, scope=scope_of(scope), suspended=suspended)


def test_every_role_stands_in_every_table() -> None:
    assert set(PERMISSIONS) == set(SCOPES_OF) == set(Role)
    assert set(GIVEN_BY) == {role for role in Role if Permission.MANAGE_STAFF in PERMISSIONS[role]}
    assert {role.words.zh for role in Role} == {role.words.zh for role in Role if role.words.en}


@pytest.mark.parametrize(
    ("scope", "place", "covered"),
    [
        ("all", HOME, True),
        ("5114", HOME, True),
        ("511402", HOME, True),
        ("511402001", HOME, True),
        (HOME, HOME, True),
        (HOME, "511402001002", False),
        ("511403", HOME, False),
        (f"{HOME}-01", HOME, True),
        (f"{HOME}-01", f"{HOME}-01", True),
        (f"{HOME}-01", f"{HOME}-02", False),
        (HOME, f"{HOME}-02", True),
        ("org.o-1", HOME, False),
    ],
)
def test_a_scope_covers_what_lies_within(scope: str, place: str, covered: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert scope_of(scope).covers(place) is covered


def test_a_scope_is_read_as_it_is_written() -> None:
    for text in ("ALL", "5114", "511402", "511402001", HOME, f"{HOME}-a1", "org.o-1"):
        assert scope_of(text).text == text
    assert scope_of("all") == EVERYWHERE


@pytest.mark.parametrize(
    "text", ["", "51", "51140", "５１１４０２", "511402-1", "org.", f"{HOME}-", "everywhere"]
)
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        scope_of(text)


def test_who_holds_the_wider_scope_holds_the_narrower() -> None:
    district, community, grid = scope_of("511402"), scope_of(HOME), scope_of(f"{HOME}-01")
    organisation = Scope(kind=ScopeKind.ORGANISATION, code="o-1")
    assert [district.contains(each) for each in (district, community, grid)] == [True, True, True]
    assert [community.contains(each) for each in (district, EVERYWHERE, organisation)] == [
        False,
        False,
        False,
    ]
    assert [grid.contains(each) for each in (community, grid)] == [False, True]
    assert EVERYWHERE.contains(organisation)


def test_a_role_gives_its_permissions_in_its_scope_only() -> None:
    actor = an_actor(a_grant(Role.COMMUNITY_STAFF, HOME))
    assert actor.may(Permission.DISPATCH)
    assert actor.may(Permission.DISPATCH, HOME)
    assert not actor.may(Permission.DISPATCH, "511402001002")
    assert not actor.may(Permission.SEE_AUDIT)
    with pytest.raises(Forbidden):
        actor.check_may(Permission.DISPATCH, "511402001002")
    assert (actor.holds(Role.COMMUNITY_STAFF), actor.holds(Role.AUDITOR)) == (True, False)


def test_a_suspended_role_gives_nothing() -> None:
    assert not an_actor(a_grant(Role.COMMUNITY_STAFF, HOME, suspended=True)).may(Permission.DISPATCH)


def test_those_who_run_or_audit_the_platform_see_no_personal_data() -> None:
    for role in (Role.OPERATOR, Role.AUDITOR, Role.OVERSEER, Role.CHARITY_STAFF):
        assert Permission.SEE_PERSONAL_DATA not in PERMISSIONS[role]
