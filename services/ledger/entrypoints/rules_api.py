"""The rules of the time bank over HTTP: every pack in plain words, each community's own, and its change by two members of staff."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from services.ledger.application.asking import approve, decline
from services.ledger.application.context import Ledger
from services.ledger.application.movers import check_can_keep_book
from services.ledger.application.rules import Choice, choices, choose_rules, pack_in_force
from services.ledger.entrypoints.command_schemas import CommandView, command_view, state_of
from services.ledger.entrypoints.commands_api import NOT_YET, answer_to
from services.ledger.entrypoints.long_days_api import long_days_api
from shared.events.days import Day
from shared.events.fields import CommunityCode, Text
from shared.identity.permissions import Permission
from shared.packs.pack import RulePack
from shared.packs.saying import KindName, Line, plain_words
from shared.packs.shelf import pack_of, shelf
from shared.web.api import PUBLIC, Answer, Api, Call, Nothing

PackId = Annotated[str, Text(least=3, most=25, pattern=r"[a-z]+-[1-9][0-9]{0,3}")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """One rule in plain words, with what it rests on; provisional unless the text itself was read."""

    title_zh: str
    title_en: str
    zh: str
    en: str
    certainty: str
    source_zh: str
    source_en: str
    provisional: bool
    kept_by_people: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackView:
    """A rule pack."""

    id: str
    zh: str
    en: str
    valid_from: Annotated[date, Day()]
    provisional: bool
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PacksView:
    """Every pack there is, the plain one first."""

    packs: tuple[PackView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """A pack that a community chose: AWAITING a second person, DECLINED, PENDING, REFUSED by the ledger or DONE."""

    id: str
    pack: str
    starts_on: Annotated[date, Day()]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesView:
    """The pack in force in a community, and its choices, newest first."""

    community_code: CommunityCode
    pack: PackView
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseRules:
    """Another pack decides what is served from a day on."""

    pack: PackId
    starts_on: Annotated[date, Day()]


def rules_apis(ledger: Ledger, kind_name: KindName) -> tuple[Api, ...]:
    """Return the routes over rules."""
    return (_rules_api(ledger, kind_name), _deciding_api(ledger), long_days_api(ledger))


def _rules_api(ledger: Ledger, kind_name: KindName) -> Api:
    api = Api("ledger")

    @api.get("/packs", gives=PacksView, may=PUBLIC, says="Every rule pack in plain words")
    def packs(_: Call[Nothing]) -> PacksView:
        return PacksView(packs=tuple(pack_view(each, kind_name) for each in shelf().values()))

    @api.get("/packs/<pack_id>", gives=PackView, may=PUBLIC, says="One rule pack in plain words")
    def pack(call: Call[Nothing]) -> PackView:
        return pack_view(pack_of(call.path["pack_id"]), kind_name)

    @api.get(
        "/books/<community_code>/rules",
        gives=RulesView,
        may=PUBLIC,
        says="The rules in force in a community, and what it chose",
    )
    def rules(call: Call[Nothing]) -> RulesView:
        code = ledger.identity.communities.get(call.path["community_code"]).code
        return RulesView(
            community_code=code,
            pack=pack_view(pack_in_force(ledger, code), kind_name),
            choices=tuple(_choice_view(each) for each in choices(ledger, code)),
        )

    @api.post(
        "/books/<community_code>/rules",
        takes=ChooseRules,
        gives=CommandView,
        may=Permission.KEEP_BOOK,
        status=NOT_YET,
        says="Choose another pack from a day on; it waits for a second member of staff",
    )
    def choose(call: Call[ChooseRules]) -> Answer:
        code = ledger.identity.communities.get(call.path["community_code"]).code
        check_can_keep_book(call.actor, code)
        asked, by = call.body, call.actor.member_id
        return answer_to(choose_rules(ledger, code, asked.pack, asked.starts_on, id_=call.new_id(), by=by))

    return api


def _deciding_api(ledger: Ledger) -> Api:
    api = Api("ledger")

    @api.post(
        "/rules/<command_id>/approve",
        gives=CommandView,
        may=Permission.KEEP_BOOK,
        status=201,
        says="Approve the rules that a colleague chose",
    )
    def approve_rules(call: Call[Nothing]) -> Answer:
        id_ = call.path["command_id"]
        check_can_keep_book(call.actor, ledger.commands.get(id_).community_code)
        return answer_to(approve(ledger, id_, by=call.actor.member_id, at=ledger.clock.now()))

    @api.post(
        "/rules/<command_id>/refuse",
        gives=CommandView,
        may=Permission.KEEP_BOOK,
        says="Refuse the rules that a colleague chose",
    )
    def refuse_rules(call: Call[Nothing]) -> CommandView:
        id_ = call.path["command_id"]
        check_can_keep_book(call.actor, ledger.commands.get(id_).community_code)
        return command_view(decline(ledger, id_, by=call.actor.member_id, at=ledger.clock.now()))

    return api


def pack_view(pack: RulePack, kind_name: KindName) -> PackView:
    """Return what is told of a pack."""
    return PackView(
        id=pack.id,
        zh=pack.title.zh,
        en=pack.title.en,
        valid_from=pack.valid_from,
        provisional=pack.is_provisional,
        rules=tuple(_rule_view(each) for each in plain_words(pack, kind_name)),
    )


def _rule_view(line: Line) -> RuleView:
    return RuleView(
        title_zh=line.title.zh,
        title_en=line.title.en,
        zh=line.says.zh,
        en=line.says.en,
        certainty=line.basis.certainty.value,
        source_zh=line.basis.zh,
        source_en=line.basis.en,
        provisional=line.basis.is_provisional,
        kept_by_people=line.kept_by_people,
    )


def _choice_view(choice: Choice) -> ChoiceView:
    state = state_of(choice.outcome)
    return ChoiceView(id=choice.id, pack=choice.pack.id, starts_on=choice.starts_on, state=state)
