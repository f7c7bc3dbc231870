"""Accounts of staff: who holds which role where; roles given, suspended, restored and handed over."""

from services.matching.application.register.accounts import account_with
from services.matching.application.register.commands import AddStaff, GrantRole
from services.matching.application.register.staff import add_staff, grant_role, staff_page, withdraw_role
from services.matching.domain.register.errors import one_fault
from services.matching.domain.register.granting import GIVEN_BY, can_manage
from services.matching.entrypoints.register_pages.spoken import GRANTABLE, scope_words
from services.matching.entrypoints.register_pages.typed import HandOverForm, RoleForm, StaffForm
from shared.identity.actor import Actor
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.permissions import Permission, grants_with
from shared.identity.phones import normal_phone
from shared.identity.roles import Role
from shared.kernel.errors import Forbidden
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30
_MANAGE = Permission.MANAGE_STAFF


class Accounts:
    """The pages of staff accounts."""

    def __init__(self, identity: Identity) -> None:
        """Bind the register."""
        self.identity = identity

    def listed(self, visit: Visit[object]) -> Shown:
        """Show who holds a role within a scope of the one who looks."""
        scopes = own_scopes(visit.actor)
        wanted = str(visit.values.get("scope", ""))
        scope = wanted if wanted in scopes else scopes[0]
        role = next((each for each in GRANTABLE if each.value == visit.values.get("role")), None)
        page = staff_page(
            self.identity, visit.actor, role=role, scope=scope, limit=ON_A_PAGE, after=visit.after
        )
        return visit.show(
            "register/staff.html",
            rows=[self._row(visit.actor, each, visit.language) for each in page.items],
            roles=[(each.value, each.words.say(visit.language)) for each in manageable(visit.actor)],
            role=role.value if role else "",
            scope=scope,
            scopes=scopes,
            after=visit.after,
            following=page.next,
        )

    def _row(self, actor: Actor, member: Member, language: str) -> dict[str, object]:
        grants = [
            {
                "role": grant.role.value,
                "words": grant.role.words.say(language),
                "scope": grant.scope.text,
                "area": scope_words(self.identity.communities, grant.scope).say(language),
                "suspended": grant.suspended,
                "mine": can_manage(actor, grant.role, grant.scope, home=member.community_code),
            }
            for grant in member.grants
        ]
        return {"id": member.id, "name": member.name, "grants": grants, "self": member.id == actor.member_id}

    def show_new(self, visit: Visit[object]) -> Shown:
        """Show the form that gives a role to whoever has a phone."""
        communities = self.identity.communities
        scopes = [each.scope for each in grants_with(visit.actor.grants, _MANAGE)]
        return visit.show(
            "register/staff_new.html",
            roles=[(each.value, each.words.say(visit.language)) for each in manageable(visit.actor)],
            scopes=[(each.text, scope_words(communities, each).say(visit.language)) for each in scopes],
            new_account=bool(visit.values.get("name")) or _asks_account(visit),
        )

    def add(self, visit: Visit[StaffForm]) -> Shown:
        """Give the role."""
        form = visit.body
        asked = AddStaff(
            phone=form.phone, role=form.role, scope=form.scope, name=form.name, password=form.password
        )
        member = add_staff(self.identity, visit.actor, asked, id_=visit.new_id())
        return visit.go(f"/staff/{member.id}", Words("已授予角色", "The role is given"))

    def one(self, visit: Visit[object]) -> Shown:
        """Show the roles of one colleague, with what can be done."""
        member = self._colleague(visit.actor, visit.path["id"])
        return visit.show(
            "register/staff_member.html",
            member=member,
            community=self.identity.communities.find(member.community_code),
            row=self._row(visit.actor, member, visit.language),
        )

    def _colleague(self, actor: Actor, member_id: str) -> Member:
        """Return a member some of whose roles are the actor's to manage.

        Raises:
            Forbidden: If none are.
        """
        member = self.identity.members.get(member_id)
        if member_id != actor.member_id and not any(
            can_manage(actor, each.role, each.scope, home=member.community_code) for each in member.grants
        ):
            raise Forbidden(permission=_MANAGE.value)
        return member

    def suspend(self, visit: Visit[RoleForm]) -> Shown:
        """Let a role give nothing for now."""
        return self._set(visit, suspended=True, say=Words("角色已暂停", "The role is suspended"))

    def restore(self, visit: Visit[RoleForm]) -> Shown:
        """Let a suspended role hold again."""
        return self._set(visit, suspended=False, say=Words("角色已恢复", "The role holds again"))

    def _set(self, visit: Visit[RoleForm], *, suspended: bool, say: Words) -> Shown:
        asked = GrantRole(role=visit.body.role, scope=visit.body.scope, suspended=suspended)
        grant_role(self.identity, visit.actor, visit.path["id"], asked)
        return visit.go(f"/staff/{visit.path['id']}", say)

    def withdraw(self, visit: Visit[RoleForm]) -> Shown:
        """Take a role back, or lay one's own down."""
        withdraw_role(self.identity, visit.actor, visit.path["id"], visit.body.role, visit.body.scope)
        return visit.go("/staff", Words("角色已收回", "The role is taken back"))

    def hand_over(self, visit: Visit[HandOverForm]) -> Shown:
        """Give the role to whoever has the phone, and take it from the one who held it."""
        successor = account_with(self.identity, normal_phone(visit.body.phone))
        if successor is None or successor.id == visit.path["id"]:
            raise one_fault(
                "phone",
                "no-such-colleague",
                "接任者需先用这个电话注册，且不能是同一人",
                "The successor must have an account with this phone, and be another person",
            )
        asked = GrantRole(role=visit.body.role, scope=visit.body.scope, hand_over_from=visit.path["id"])
        grant_role(self.identity, visit.actor, successor.id, asked)
        return visit.go(
            f"/staff/{successor.id}",
            Words(f"已移交给 {successor.name}", f"Handed over to {successor.name}"),
        )


def own_scopes(actor: Actor) -> list[str]:
    """Return the scopes in which someone manages staff."""
    return [each.scope.text for each in grants_with(actor.grants, _MANAGE)]


def manageable(actor: Actor) -> list[Role]:
    """Return the roles that someone may give somewhere."""
    given = set().union(*(GIVEN_BY.get(each.role, frozenset()) for each in actor.grants))
    return [role for role in GRANTABLE if role in given]


def _asks_account(visit: Visit[object]) -> bool:
    faults = visit.error.faults if visit.error else ()
    return any(each.field in ("name", "password") for each in faults)


def staff_pages(identity: Identity) -> Pages:
    """Return the pages of staff accounts."""
    pages, accounts = Pages("matching"), Accounts(identity)
    pages.get("/staff", may=_MANAGE)(accounts.listed)
    pages.get("/staff/new", may=_MANAGE)(accounts.show_new)
    pages.post("/staff/new", may=_MANAGE, takes=StaffForm, again=accounts.show_new)(accounts.add)
    pages.get("/staff/<id>", may=_MANAGE)(accounts.one)
    pages.post("/staff/<id>/suspend", may=_MANAGE, takes=RoleForm)(accounts.suspend)
    pages.post("/staff/<id>/restore", may=_MANAGE, takes=RoleForm)(accounts.restore)
    pages.post("/staff/<id>/withdraw", may=_MANAGE, takes=RoleForm)(accounts.withdraw)
    pages.post("/staff/<id>/hand-over", may=_MANAGE, takes=HandOverForm, again=accounts.one)(
        accounts.hand_over
    )
    return pages
