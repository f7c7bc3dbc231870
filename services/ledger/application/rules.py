"""The rules of the time bank in a community: which pack is in force, and how two members of staff choose another."""

from dataclasses import dataclass
from datetime import date, datetime

from services.ledger.application.asking import Outcome, ask
from services.ledger.application.context import Ledger
from services.ledger.domain.choosing import AlreadyChosen, check_can_begin
from services.ledger.domain.commands import CommandState
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.terms import terms_of, told_terms
from shared.kernel.clock import CHINA, from_unix_millis, unix_millis
from shared.packs.pack import RulePack
from shared.packs.shelf import DEFAULT, pack_of

AT_MOST = 1000
"""Choices that are looked at, in one reading; nobody changes the rules more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A pack that a community chose, or is about to.

    Attributes:
        outcome: The command, and its answer once the chain has it.
        pack: The pack.
        starts_on: The first day it decides, in China.
    """

    outcome: Outcome
    pack: RulePack
    starts_on: date

    @property
    def id(self) -> str:
        """Return the id of the command."""
        return self.outcome.command.id

    @property
    def waits(self) -> bool:
        """Tell whether it waits for a second person."""
        return self.outcome.command.state is CommandState.AWAITING

    @property
    def holds(self) -> bool:
        """Tell whether it is decided: approved, and not refused by the ledger."""
        answer = self.outcome.answer
        return answer is not None and not answer.refused


def choose_rules(
    ledger: Ledger, community_code: str, pack_id: str, starts_on: date, *, id_: str, by: str
) -> Outcome:
    """Ask for another pack from a day on; it waits for a second member of staff.

    Raises:
        NoSuchPack: If there is no such pack.
        BeginsTooSoon: If the day is not to come.
        BeginsTooLate: If it is more than two years away.
        AlreadyChosen: If the same was decided or waits already.
    """
    pack = pack_of(pack_id)
    check_can_begin(pack, starts_on, _today(ledger))
    for each in choices(ledger, community_code):
        if each.id != id_ and (each.waits or each.holds) and (each.pack, each.starts_on) == (pack, starts_on):
            raise AlreadyChosen(id=each.id)
    starts_at = datetime(starts_on.year, starts_on.month, starts_on.day, tzinfo=CHINA)
    step = Step(verb=Verb.CHOOSE_RULES, about=pack.id, terms=told_terms(terms_of(pack)))
    instruction = Instruction(
        instruction_id=id_,
        community_code=community_code,
        steps=(step,),
        asked_by=by,
        effective_at_millis=unix_millis(starts_at),
    )
    return ask(ledger, instruction, waits_for_second=True)


def choices(ledger: Ledger, community_code: str) -> tuple[Choice, ...]:
    """Return a community's choices of rules, newest first."""
    made = ledger.commands.where({"chooses": community_code}, limit=AT_MOST)
    answers = ledger.projections.answers_of(each.id for each in made) if made else {}
    newest_first = sorted(made, key=lambda each: (each.created_at, each.id), reverse=True)
    return tuple(choice_of(Outcome(command=each, answer=answers.get(each.id))) for each in newest_first)


def choice_of(outcome: Outcome) -> Choice:
    """Return what a command chooses."""
    asked = outcome.command.instruction
    starts_at = from_unix_millis(asked.effective_at_millis).astimezone(CHINA)
    return Choice(outcome=outcome, pack=pack_of(asked.steps[0].about), starts_on=starts_at.date())


def pack_in_force(ledger: Ledger, community_code: str, on: date | None = None) -> RulePack:
    """Return the rule pack in force in a community on a day of China, today unless said otherwise."""
    day = on or _today(ledger)
    begun = [each for each in choices(ledger, community_code) if each.holds and each.starts_on <= day]
    return max(begun, key=_when).pack if begun else pack_of(DEFAULT)


def _when(choice: Choice) -> tuple[date, int]:
    """Return what orders choices as the chain does: the day they begin, then the place of their answer."""
    answer = choice.outcome.answer
    return choice.starts_on, answer.seq if answer else 0


def _today(ledger: Ledger) -> date:
    return ledger.clock.now().astimezone(CHINA).date()
