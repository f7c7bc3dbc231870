"""A site of all pages of coordination, whose events reach the reactions at once, with people of one community."""

from dataclasses import dataclass, replace

from services.matching.application.commands import PostNeed
from services.matching.application.context import open_matching
from services.matching.application.needs import post_need
from services.matching.domain.need import Need
from services.matching.entrypoints.pages import pages
from shared.identity.actor import Actor
from shared.identity.member import Delegate, Member
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from shared.web.app import Mounted, Shell, make_app
from shared.web.door import Door
from shared.web.idempotency import Answers
from tests.application.matching_world import World
from tests.application.register_world import HOME, an_identity
from tests.web.register_site import TEMPLATES, Site, Visitor

STAFF = "13900000001"
ELDER = "13900000002"
SON = "13900000003"
OTHER_STAFF = "13900000004"
LANDLINE = "02838290001"


@dataclass
class CoordinationSite(Site):
    """The pages, with the world behind them."""

    world: World

    def volunteer(self, *kinds: str) -> Actor:
        """Return somebody of the community who offers these kinds of service, next door to everyone."""
        community = self.identity.communities.get(HOME)
        return self.world.volunteer(*kinds, point=community.point, radius_metres=1500)

    def elder(self, **fields: object) -> Member:
        """Return a resident with an account, and an address."""
        made = self.member("elder", phone=ELDER, name="李桂珍")
        return self.identity.members.save(replace(made, address="二号楼 301", **fields))  # type: ignore[arg-type]  # -- fields by name

    def son_of(self, resident: Member) -> Member:
        """Return somebody who acts for a resident."""
        son = self.member("son", phone=SON, name="李晓东")
        acting = Delegate(
            member_id=son.id, relation="儿子", since_at=self.world.now(), recorded_by=resident.id
        )
        self.identity.members.save(replace(self.identity.members.get(resident.id), delegates=(acting,)))
        return son

    def at_desk(self, phone: str = STAFF, *, role: Role = Role.COMMUNITY_STAFF, scope: str = HOME) -> Visitor:
        """Return somebody who works at the desk of a community, signed in."""
        self.staff(f"staff-{phone}", phone=phone, role=role, scope=scope)
        return self.signed_in(phone)

    def asked(self, resident: Member, **fields: object) -> Need:
        """Return a need that a resident posted for themselves; it waits for review."""
        actor = Actor(member_id=resident.id, session_id="s", community_code=resident.community_code)
        asked = self.world.command(**fields)
        assert isinstance(asked, PostNeed)
        return post_need(self.matching, actor, asked, self.matching.ids.new())

    def need(self, need_id: str) -> Need:
        return self.matching.needs.get(need_id)


def a_coordination_site(clock: SetClock, ids: RandomIds) -> CoordinationSite:
    identity = an_identity(clock, ids)
    matching = open_matching(clock, ids, identity)
    door = Door(clock=clock, ids=ids, find_actor=identity.find_actor, answers=Answers(clock))
    app = make_app(
        Shell(door=door, unread=lambda _: 0, version="0"),
        [Mounted(service="matching", pages=pages(matching, identity), templates=TEMPLATES)],
        secret=b"invented",
    )
    world = World(clock=clock, identity=identity, m=matching)
    return CoordinationSite(app=app, identity=identity, matching=matching, world=world)


def number_of(path: str | None) -> str:
    """Return the id at the end of an address."""
    assert path is not None
    return path.rsplit("/", maxsplit=1)[-1]
