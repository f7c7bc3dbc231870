"""What time causes in the ledger: looking again at what is kept."""

from datetime import datetime

from services.ledger.application.closed_accounts import give_unclaimed_to_pools
from services.ledger.application.context import Ledger
from services.ledger.application.ending import end_credits
from services.ledger.application.long_days_told import tell_of_long_days
from services.ledger.application.proof import proof_of, verify_again, verify_new
from services.ledger.application.signing import NotSigned, sign_heads
from services.ledger.application.snapshotting import take_snapshots
from shared.logs import log
from shared.messaging.sweeps import Sweep

TAIL_SECONDS = 60
SNAPSHOT_SECONDS = 60
WHOLE_SECONDS = 6 * 3600
ENDING_SECONDS = 6 * 3600
LONG_DAYS_SECONDS = 900
UNCLAIMED_SECONDS = 24 * 3600


def sweeps(ledger: Ledger, sign_every_seconds: int) -> tuple[Sweep, ...]:
    """Return the sweeps: the new blocks every minute, every block every six hours, a signature every few minutes, snapshots, credits that end, those nobody claims, hours that wait."""

    def verify_tail(now: datetime) -> None:
        proof = proof_of(verify_new(ledger), now)
        if not proof.chain_ok:
            log.error("the journal does not hold", extra={"breaks": [str(each) for each in proof.breaks]})

    def verify_whole(now: datetime) -> None:
        proof = proof_of(verify_again(ledger), now)
        log.info("the whole journal was read", extra={"blocks": proof.blocks, "chain_ok": proof.chain_ok})

    def end(now: datetime) -> None:
        log.info("credits were looked at for their end", extra={"moved_or_told": end_credits(ledger, now)})

    def unclaimed(now: datetime) -> None:
        give_unclaimed_to_pools(ledger, now)

    def tell(now: datetime) -> None:
        tell_of_long_days(ledger, now)

    def snapshot(_: datetime) -> None:
        take_snapshots(ledger)

    def sign(_: datetime) -> None:
        try:
            sign_heads(ledger)
        except NotSigned as fault:
            log.error("the heads of the journal were not signed", extra={"why": fault.say("en")})

    return (
        Sweep(name="ledger.verify-tail", every_seconds=TAIL_SECONDS, run=verify_tail),
        Sweep(name="ledger.verify-whole", every_seconds=WHOLE_SECONDS, run=verify_whole),
        Sweep(name="ledger.end-credits", every_seconds=ENDING_SECONDS, run=end),
        Sweep(name="ledger.give-unclaimed", every_seconds=UNCLAIMED_SECONDS, run=unclaimed),
        Sweep(name="ledger.tell-of-long-days", every_seconds=LONG_DAYS_SECONDS, run=tell),
        Sweep(name="ledger.take-snapshots", every_seconds=SNAPSHOT_SECONDS, run=snapshot),
        Sweep(name="ledger.sign-heads", every_seconds=sign_every_seconds, run=sign),
    )
