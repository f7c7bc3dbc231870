"""The rules of a community as a page, in plain words; its staff choose others there, two together."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from services.ledger.application.asking import approve, decline
from services.ledger.application.context import Ledger
from services.ledger.application.long_days import can_see_long_days
from services.ledger.application.movers import can_keep_book, check_can_keep_book
from services.ledger.application.rules import choices, choose_rules, pack_in_force
from services.ledger.entrypoints.audit_pages import STATES
from services.ledger.entrypoints.command_schemas import state_of
from services.ledger.entrypoints.rules_api import PackId
from shared.events.days import Day
from shared.events.fields import CommunityCode, Text
from shared.identity.permissions import Permission
from shared.kernel.clock import CHINA
from shared.kernel.words import Words
from shared.packs.saying import KindName, plain_words
from shared.packs.shelf import pack_of, shelf
from shared.web.api import PUBLIC
from shared.web.pages import Pages, Shown, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceQuery:
    """Whose rules."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    community_words: Annotated[str, Text(most=60)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesForm:
    """Which pack decides from which day on."""

    community: CommunityCode
    pack: PackId
    starts_on: Annotated[date, Day()]


class RulesPage:
    """The page of a community's rules."""

    def __init__(self, ledger: Ledger, kind_name: KindName) -> None:
        """Bind the ledger."""
        self.ledger, self.kind_name = ledger, kind_name

    def show(self, visit: Visit[PlaceQuery]) -> Shown:
        """Show the rules in force, and what was chosen."""
        actor = visit.somebody
        own = actor.community_code if actor and not visit.query.community_words else ""
        code = visit.query.community or own
        if not code:
            return self._where(visit)
        return self._of(visit, code)

    def again(self, visit: Visit[object]) -> Shown:
        """Show the page once more when a choice was not accepted."""
        return self._of(visit, str(visit.values.get("community", "")))

    def _of(self, visit: Visit[PlaceQuery] | Visit[object], code: str) -> Shown:
        community, actor = self.ledger.identity.communities.get(code), visit.somebody
        pack, made = pack_in_force(self.ledger, code), choices(self.ledger, code)
        return visit.show(
            "ledger/rules.html",
            community=community,
            pack=pack,
            lines=plain_words(pack, self.kind_name),
            sees_long_days=bool(actor and can_see_long_days(actor, code)),
            keeps=bool(actor and can_keep_book(actor, code)),
            reader_id=actor.member_id if actor else "",
            waiting=[each for each in made if each.waits],
            decided=[(each, STATES[state_of(each.outcome)]) for each in made if not each.waits],
            packs=[(each.id, each.title.words.say(visit.language)) for each in shelf().values()],
            first=(self._today() + timedelta(days=1)).isoformat(),
        )

    def _today(self) -> date:
        return self.ledger.clock.now().astimezone(CHINA).date()

    def _where(self, visit: Visit[PlaceQuery]) -> Shown:
        typed = visit.query.community_words
        found = self.ledger.identity.communities.search(typed) if typed else []
        return visit.show("ledger/rules_where.html", typed=typed, found=found)

    def pack(self, visit: Visit[object]) -> Shown:
        """Show a pack before it is chosen."""
        pack = pack_of(visit.path["pack_id"])
        return visit.show("ledger/pack.html", pack=pack, lines=plain_words(pack, self.kind_name))

    def choose(self, visit: Visit[RulesForm]) -> Shown:
        """Ask for another pack."""
        form, by = visit.body, visit.actor.member_id
        code = self.ledger.identity.communities.known(form.community).code
        check_can_keep_book(visit.actor, code)
        choose_rules(self.ledger, code, form.pack, form.starts_on, id_=visit.new_id(), by=by)
        said = Words("已提出，等一位同事复核", "Asked for; a colleague looks at it next")
        return visit.go(f"/rules?community={code}", said)

    def approve(self, visit: Visit[object]) -> Shown:
        """Approve what a colleague chose."""
        code = self._decides(visit)
        approve(self.ledger, visit.path["id"], by=visit.actor.member_id, at=self.ledger.clock.now())
        return visit.go(f"/rules?community={code}", Words("已同意", "Approved"))

    def refuse(self, visit: Visit[object]) -> Shown:
        """Refuse what a colleague chose."""
        code = self._decides(visit)
        decline(self.ledger, visit.path["id"], by=visit.actor.member_id, at=self.ledger.clock.now())
        return visit.go(f"/rules?community={code}", Words("已退回，规则不变", "Refused; the rules stay"))

    def _decides(self, visit: Visit[object]) -> str:
        code = self.ledger.commands.get(visit.path["id"]).community_code
        check_can_keep_book(visit.actor, code)
        return code


def rules_pages(ledger: Ledger, kind_name: KindName) -> Pages:
    """Return the pages of rules."""
    made, page = Pages("ledger"), RulesPage(ledger, kind_name)
    made.get("/rules", may=PUBLIC, query=PlaceQuery)(page.show)
    made.get("/rules/packs/<pack_id>", may=PUBLIC)(page.pack)
    made.post("/rules", may=Permission.KEEP_BOOK, takes=RulesForm, again=page.again)(page.choose)
    made.post("/rules/choices/<id>/approve", may=Permission.KEEP_BOOK)(page.approve)
    made.post("/rules/choices/<id>/refuse", may=Permission.KEEP_BOOK)(page.refuse)
    return made
