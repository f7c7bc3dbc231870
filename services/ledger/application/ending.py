"""What time does to credits: members are told 30 and 7 days before, and what has ended moves to the book's own account."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from services.ledger.application.asking import sent_by_itself
from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import book_of, member_of
from services.ledger.domain.commands import Command
from services.ledger.domain.ending import TOLD_DAYS_BEFORE, EndingTold, ending_soon, ends_by, last_end
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.lines import AccountLine
from shared.events.ledger import Instructed
from shared.events.ledger_credits import CreditsEndSoon
from shared.kernel.clock import CHINA, unix_millis
from shared.kernel.ids import derived_id

AT_ONCE = 500


def end_credits(ledger: Ledger, now: datetime) -> int:
    """Ask the ledger to move what has ended, and tell of what ends soon; return how many accounts were moved or told.

    It looks at every account that has credits with an end: a reading of some seconds for a hundred thousand. Run twice, or
    by two machines, nothing happens twice; the ledger itself decides by log time what has ended.
    """
    until_millis = unix_millis(now + timedelta(days=max(TOLD_DAYS_BEFORE)))
    done = 0
    lines = (each for each in ledger.projections.every_line() if ends_by(each.lots, until_millis))
    while some := list(islice(lines, AT_ONCE)):
        done += ledger.commands.add_missing(_ended(some, now))
        done += ledger.endings.add_missing(_told(some, now))
    return done


def _ended(lines: Iterable[AccountLine], now: datetime) -> Iterator[tuple[Command, Instructed]]:
    day = f"{now.astimezone(CHINA):%Y-%m-%d}"
    for line in lines:
        end = last_end(line.lots, unix_millis(now))
        if end and not line.closed:
            instruction = Instruction(
                instruction_id=derived_id("expire-lots", line.account, str(end), day),
                community_code=book_of(line.account),
                steps=(Step(verb=Verb.EXPIRE_LOTS, account=line.account),),
            )
            yield sent_by_itself(instruction, now)


def _told(lines: Iterable[AccountLine], now: datetime) -> Iterator[tuple[EndingTold, CreditsEndSoon]]:
    for line in lines:
        for soon in ending_soon(line.lots, unix_millis(now)):
            told = EndingTold(
                id=derived_id("credits-end", line.account, soon.week, str(soon.within_days)),
                account=line.account,
                within_days=soon.within_days,
                minutes=soon.minutes,
                ends_at=soon.ends_at,
            )
            yield (
                told,
                CreditsEndSoon(
                    member_id=str(member_of(line.account)),
                    community_code=line.community_code,
                    minutes=soon.minutes,
                    ends_at=soon.ends_at,
                    within_days=soon.within_days,
                ),
            )
