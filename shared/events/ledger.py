"""What the ledger is asked, and what it says once a block is written."""

from dataclasses import dataclass
from typing import Annotated

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id, Minutes, Moment, SignedMinutes, Text
from shared.events.topics import LEDGER, LEDGER_COMMANDS


@event("ledger.minutes-credited.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesCredited:
    """Minutes of a confirmed service stand in a member's account."""

    transfer_id: Id
    record_id: Id
    community_code: CommunityCode
    member_id: Id
    minutes: Minutes
    served_at: Moment
    shard: Count
    block: Count


@event("ledger.record-minutes.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMinutes:
    """Other minutes stand for a record of service than before: it was corrected, agreed to, taken back or reversed.

    ``transfer_id`` is that of the transfer that paid for it first; ``minutes`` are all that stand in the member's account for it.
    """

    transfer_id: Id
    community_code: CommunityCode
    member_id: Id
    minutes: Count
    shard: Count
    block: Count


@event("ledger.hours-waiting.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class HoursWaiting:
    """Of a long day of service, minutes wait until somebody agrees; nothing is lost meanwhile."""

    record_id: Id
    transfer_id: Id
    community_code: CommunityCode
    member_id: Id
    minutes: Minutes
    served_at: Moment
    shard: Count
    block: Count


@event("ledger.posting-refused.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRefused:
    """The ledger refused to post; the refusal stands in the chain."""

    record_id: Id
    community_code: CommunityCode
    member_id: Id
    reason: Code


AccountName = Annotated[str, Text(most=160, pattern=r"[A-Za-z0-9:._~@-]*")]
MaybeCode = Annotated[str, Text(most=40, pattern=r"[A-Za-z0-9_.-]*")]
MaybeId = Annotated[str, Text(most=120, pattern=r"[A-Za-z0-9._~:@-]*")]


MaybeTerms = Annotated[str, Text(most=4000)]
"""Rules of earning as the chain keeps them: codes and numbers only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAsked:
    """One step of an instruction; what its verb does not need is left out."""

    verb: Code
    account: AccountName = ""
    other: AccountName = ""
    unit: Code = "CREDIT"
    minutes: SignedMinutes = 0
    expires_at: Moment | None = None
    about: MaybeId = ""


@event("ledger.instructed.v1", topic=LEDGER_COMMANDS, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class Instructed:
    """The ledger is asked for steps that happen together or not at all; the same id is answered once, for ever."""

    instruction_id: Id
    community_code: CommunityCode
    steps: tuple[StepAsked, ...]
    asked_by: MaybeId = ""
    approved_by: MaybeId = ""
    reason: MaybeCode = ""
    effective_at: Moment | None = None
    terms: MaybeTerms = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """What a step moved."""

    verb: Code
    transfer_id: Id
    from_account: AccountName
    to_account: AccountName
    unit: Code
    minutes: Count


@event("ledger.instruction-answered.v1", topic=LEDGER, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionAnswered:
    """The answer to an instruction stands in the chain: what moved and which holds were made, or why nothing was."""

    instruction_id: Id
    community_code: CommunityCode
    asked_by: MaybeId
    refused: MaybeCode
    at_step: Count
    done: tuple[StepDone, ...]
    holds: tuple[Id, ...]
    shard: Count
    block: Count
