"""Writes a journal that has everything in it, to be replayed for ever: ``python -m tests.golden_journals.recording NAME``."""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from services.ledger.domain.accounts import Unit, book_account, issue_account, member_account, shard_of
from services.ledger.domain.drafting import Asked, Fact, draft
from services.ledger.domain.encoding import Sealed, seal
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.marks import ADDED, GROUP
from services.ledger.domain.rules import DAY_MILLIS, PACKS
from services.ledger.domain.state import ShardState
from services.ledger.domain.terms import terms_of, told_terms
from shared.events.topics import LEDGER_COMMANDS
from shared.packs.earning import Above
from shared.packs.shelf import shelf
from tests.golden_journals.replaying import FOLDER, states_of
from tests.ledger_facts import HERE, NOON_MILLIS, THERE, a_fact

BLOCKS = 90
SEED = 1
"""In which every verb is done and every refusal met."""
_PEOPLE = ("wang", "zhao", "qian", "nobody")
_OTHERS = ("pool", "expired", "adjust", "partner:shop")


class _Everything:
    """Asks for anything, sensible or not, of one book."""

    def __init__(self, code: str, seeded: random.Random) -> None:
        self.code, self.seeded = code, seeded
        self.state, self.now, self.asked, self.records = ShardState(shard_of(code)), NOON_MILLIS, 0, 0
        self.rules = sorted(PACKS)
        self.accounts = [member_account(code, each) for each in _PEOPLE]
        self.accounts += [book_account(code, each) for each in _OTHERS]
        self.accounts += [issue_account(code), member_account("511402001009", "wang"), "nonsense"]

    def chain(self) -> Iterator[Sealed]:
        for number in range(BLOCKS):
            self.now += self.seeded.choice((0, 1, 1, 60_000, 60_000, DAY_MILLIS, DAY_MILLIS, 90 * DAY_MILLIS))
            block = draft(
                self.state,
                [self._fact() for _ in range(self.seeded.randint(0, 3))],
                asked=[self._asked() for _ in range(self.seeded.randint(1, 6))],
                now_millis=self.now,
                nonce=f"{number:032x}",
                rules=self.seeded.choice(self.rules),
            )
            if block is not None:
                sealed = seal(block)
                self.state.apply(sealed)
                yield sealed

    def _fact(self) -> Fact:
        self.records += 1
        return a_fact(
            f"r{self.seeded.choice((self.records, 1 + self.records // 2))}",
            community_code=self.code,
            member_id=self.seeded.choice(_PEOPLE[:3]),
            minutes=self.seeded.randint(1, 240),
            recorded_as=self.seeded.choice(("VOLUNTEER", "VOLUNTEER", "VOLUNTEER", "DUTY")),
            served_at_millis=self.now - self.seeded.choice((0, 0, 1, 1094)) * DAY_MILLIS,
            position=self.records,
            marks=self.seeded.choice(((), (), (), (ADDED,), (GROUP,), (ADDED, GROUP))),
            minor_age=self.seeded.choice((None, None, None, 15, 17)),
            guardian_agreed=self.seeded.choice((True, False)),
        )

    def _asked(self) -> Asked:
        self.asked += 1
        number = self.seeded.choice((self.asked,) * 9 + (max(1, self.asked - 3),))
        instruction = Instruction(
            instruction_id=f"i{number}",
            community_code=self.code,
            steps=tuple(self._step() for _ in range(self.seeded.choice((1, 1, 1, 1, 1, 2, 0)))),
            asked_by=self.seeded.choice(("staff",) * 7 + ("wang",)),
            approved_by=self.seeded.choice(("other", "other", "staff")),
            reason=self.seeded.choice(("counted-wrong", "counted-wrong", "")),
            effective_at_millis=self.now + self.seeded.choice((-1, 60_000, 60_000, DAY_MILLIS)),
        )
        return Asked(
            instruction=instruction,
            event_id=f"e{self.asked}",
            topic=LEDGER_COMMANDS,
            partition=1,
            position=self.asked,
        )

    def _step(self) -> Step:
        verb = self.seeded.choice((*Verb, Verb.HOLD, Verb.HOLD, Verb.POST, Verb.POST))
        if self.seeded.random() < 0.3:
            return self._any(verb)
        if verb is Verb.CORRECT:
            return self._correction()
        account, other = self.seeded.sample(self.accounts[:3], 2)
        unit = self.seeded.choice(tuple(Unit)) if verb in {Verb.ADJUST, Verb.ASSERT_BALANCE} else Unit.CREDIT
        minutes = {
            Verb.SET_LIMIT: -self.seeded.choice((0, 10)),
            Verb.ASSERT_BALANCE: self.state.standing(account, unit).minutes,
            Verb.ADJUST: self.seeded.choice((-5, 5)),
        }
        return Step(
            verb=verb,
            account=self.seeded.choice(self.accounts[:4]) if verb in {Verb.OPEN, Verb.CLOSE} else account,
            other=other,
            unit=unit,
            minutes=minutes.get(verb, self.seeded.choice((2, 5, 20, 300))),
            expires_at_millis=self.now + self.seeded.choice((60_000, 5 * DAY_MILLIS)),
            about=self._about(verb, self.seeded.choice((*self.state.books.posted.own, "none"))),
            terms=self._terms() if verb is Verb.CHOOSE_RULES else "",
        )

    def _correction(self) -> Step:
        """Return a correction of what somebody earned."""
        earned = [
            (transfer, account)
            for transfer, posted in self.state.books.posted.own.items()
            if posted and posted.postings[0][0] == issue_account(self.code)
            for account, _, _ in posted.postings
            if account in self.accounts[:3]
        ]
        transfer, account = self.seeded.choice(earned or [("none", self.accounts[0])])
        minutes = self.seeded.choice((-200, -30, -5, 10, 90))
        return Step(verb=Verb.CORRECT, account=account, about=transfer, minutes=minutes, terms="elder-visit")

    def _terms(self) -> str:
        """Return terms of a city, made so narrow that a short day meets all of them."""
        pack = self.seeded.choice(tuple(shelf().values()))
        narrow = replace(terms_of(pack), most_minutes=600, stands_minutes=120, organisation_minutes=200)
        return told_terms(replace(narrow, above=self.seeded.choice(tuple(Above)).value, kinds=[]))

    def _about(self, verb: Verb, transfer: str) -> str:
        if verb is Verb.SET_ABOVE:
            return self.seeded.choice((*(each.value for each in Above), "nowhere"))
        holds, waiting = self.state.books.holds.own, self.state.books.waiting.own
        if verb in {Verb.RELEASE, Verb.RETURN}:
            return self.seeded.choice(("none", *waiting)[-3:])
        return self.seeded.choice(("none", *holds)[-2:]) if verb in {Verb.POST, Verb.VOID} else transfer

    def _any(self, verb: Verb) -> Step:
        return Step(
            verb=verb,
            account=self.seeded.choice(self.accounts[:3] * 3 + self.accounts),
            other=self.seeded.choice(self.accounts[:3] * 3 + self.accounts),
            unit=self.seeded.choice((*Unit, Unit.CREDIT, Unit.CREDIT)),
            minutes=self.seeded.choice((0, 1, 20, 45, -10, -60, 2_000_000)),
            expires_at_millis=self.now + self.seeded.choice((-1, 60_000)),
            about=self._about(verb, "unknown"),
        )


def every_verb(seed: int) -> list[Sealed]:
    """Return chains of two books in which every verb is done and refused."""
    seeded = random.Random(seed)
    return [sealed for code in (HERE, THERE) for sealed in _Everything(code, seeded).chain()]


def written(file: Path, chain: Sequence[Sealed]) -> None:
    """Write a journal with what it adds up to; one that stands is never written again."""
    kept = [
        {"shard": each.block.shard, "seq": each.block.seq, "hash": each.hash, "text": each.text}
        for each in chain
    ]
    digests = {str(shard): state.digest() for shard, state in states_of(kept).items()}
    lines = [json.dumps(each, ensure_ascii=False) for each in ({"adds_up_to": digests}, *kept)]
    with file.open("x", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    written(FOLDER / f"{sys.argv[1]}.ndjson", every_verb(SEED))
