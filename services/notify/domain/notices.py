"""A notice: something a person is told, kept until they have read it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Final

from shared.kernel.ids import derived_id
from shared.kernel.words import Words


class NoticeState(Enum):
    """Whether the person has seen it."""

    UNREAD = "UNREAD"
    READ = "READ"


NEXT_STATES: Final[dict[NoticeState, frozenset[NoticeState]]] = {
    NoticeState.UNREAD: frozenset({NoticeState.READ}),
    NoticeState.READ: frozenset(),
}
"""A notice is read once; it never becomes unread again."""


class NoticeKind(StrEnum):
    """What a notice says; each kind has its sentence."""

    HELP_ASKED = "help-asked"
    INVITED = "invited"
    HELPER_FOUND = "helper-found"
    HELPER_LEFT = "helper-left"
    NEED_REFUSED = "need-refused"
    NEED_WITHDRAWN = "need-withdrawn"
    NEED_EXPIRED = "need-expired"
    NEED_MET = "need-met"
    NOBODY_FOUND = "nobody-found"
    BOOKED = "booked"
    DETAILS_CHANGED = "details-changed"
    HELPER_ARRIVED = "helper-arrived"
    PLEASE_CONFIRM = "please-confirm"
    CONFIRM_REMINDER = "confirm-reminder"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    MARKED_ABSENT = "marked-absent"
    RATED = "rated"
    MINUTES_CREDITED = "minutes-credited"
    MINUTES_REFUSED = "minutes-refused"
    ROLE_GRANTED = "role-granted"
    ROLE_WITHDRAWN = "role-withdrawn"
    DAY_BEFORE = "day-before"
    HELP_COMES_TOMORROW = "help-comes-tomorrow"
    HOURS_BEFORE = "hours-before"
    NOT_CHECKED_IN = "not-checked-in"
    HELPER_NOT_THERE = "helper-not-there"
    PLEASE_RATE = "please-rate"
    NOBODY_YET = "nobody-yet"
    RECORD_NEAR = "record-near"
    SHIFT_RECORD_NEAR = "shift-record-near"
    TRAINING_LAPSES = "training-lapses"
    INSURANCE_LAPSES = "insurance-lapses"
    BROADCAST = "broadcast"
    DANGER = "danger"
    DANGER_WAITS = "danger-waits"
    BROADCAST_WAITS = "broadcast-waits"
    BROADCAST_AGREED = "broadcast-agreed"
    BROADCAST_REFUSED = "broadcast-refused"
    DIGEST = "digest"
    VERIFY_EMAIL = "verify-email"
    PROJECT_PUBLISHED = "project-published"
    PROJECT_REFUSED = "project-refused"
    PROJECT_CLOSED = "project-closed"
    SHIFT_INVITED = "shift-invited"
    SHIFT_PLACE = "shift-place"
    SHIFT_PLACE_LOST = "shift-place-lost"
    SHIFT_CHANGED = "shift-changed"
    SHIFT_CANCELLED = "shift-cancelled"
    PART_ASKED = "part-asked"
    PROFESSIONAL_ASKED = "professional-asked"
    PART_TAKEN_FROM_YOU = "part-taken-from-you"
    PART_ANSWERED = "part-answered"
    PART_GIVEN_BACK = "part-given-back"
    PLEASE_CONFIRM_PART = "please-confirm-part"
    PART_RECEIVED = "part-received"
    PARTY_APPROVED = "party-approved"
    PARTY_REFUSED = "party-refused"
    PARTY_SUSPENDED = "party-suspended"
    TEAM_LED = "team-led"
    TEAM_INVITED = "team-invited"
    TEAM_ASKED = "team-asked"
    TEAM_LIST_CHANGED = "team-list-changed"
    TEAM_JOINED = "team-joined"
    TEAM_WITHOUT_YOU = "team-without-you"
    TEAM_DISBANDED = "team-disbanded"
    SIGNED_UP_BY_LEADER = "signed-up-by-leader"
    ENROLMENT_CONFIRMED = "enrolment-confirmed"
    ENROLMENT_REFUSED = "enrolment-refused"
    ENROLMENT_ENDED = "enrolment-ended"
    TWINNING_PROPOSED = "twinning-proposed"
    TWINNING_AGREED = "twinning-agreed"
    TWINNING_REFUSED = "twinning-refused"
    TWINNING_ENDED = "twinning-ended"
    GIFT_RECEIVED = "gift-received"
    GIFT_UNDONE = "gift-undone"
    HOURS_WAITING = "hours-waiting"
    LONG_DAYS_WAIT = "long-days-wait"
    CREDITS_ENDED = "credits-ended"
    CREDITS_END_SOON = "credits-end-soon"
    KINSHIP_ASKED = "kinship-asked"
    KINSHIP_STANDS = "kinship-stands"
    KINSHIP_REFUSED = "kinship-refused"
    KINSHIP_ENDED = "kinship-ended"
    PAIRING_ASKED = "pairing-asked"
    PAIRING_AGREED = "pairing-agreed"
    PAIRING_REFUSED = "pairing-refused"
    PAIRING_ENDED = "pairing-ended"
    PAIRED_NEEDS_LOOK = "paired-needs-look"
    PAIR_CONTACT_DUE = "pair-contact-due"
    PAIR_CONTACT_MISSED = "pair-contact-missed"
    CARE_PLAN_ASKED = "care-plan-asked"
    CARE_PLAN_DRAWN_UP = "care-plan-drawn-up"
    CARE_PLAN_AGREED = "care-plan-agreed"
    CARE_PLAN_REFUSED = "care-plan-refused"
    CARE_PLAN_PAUSED = "care-plan-paused"
    CARE_PLAN_RESUMED = "care-plan-resumed"
    CARE_PLAN_CHANGED = "care-plan-changed"
    CARE_PLAN_ENDED = "care-plan-ended"
    COMPANION_ASKED = "companion-asked"
    COMPANION_AGREED = "companion-agreed"
    COMPANION_LEFT = "companion-left"
    DUTY_HELD = "duty-held"
    DUTY_OVER = "duty-over"
    IMPORT_CHECKED = "import-checked"
    IMPORT_DONE = "import-done"
    IMPORT_TO_MEND = "import-to-mend"
    AWARD_PUBLISHED = "award-published"
    AWARD_GIVEN = "award-given"
    AWARD_REFUSED = "award-refused"
    AWARD_WITHDRAWN = "award-withdrawn"
    RECORD_CORRECTED = "record-corrected"
    RECORD_NOT_CORRECTED = "record-not-corrected"
    RECORD_WITHDRAWN = "record-withdrawn"
    CERTIFICATE_ISSUED = "certificate-issued"
    CERTIFICATE_REVOKED = "certificate-revoked"
    DRAW_INVITED = "draw-invited"
    REDEEMED_FOR_YOU = "redeemed-for-you"
    REDEMPTION_USED = "redemption-used"
    REDEMPTION_RELEASED = "redemption-released"


class SubjectType(StrEnum):
    """What kind of thing a notice is about."""

    NEED = "need"
    PROPOSAL = "proposal"
    ASSIGNMENT = "assignment"
    RECORD = "record"
    MEMBER = "member"
    PROJECT = "project"
    SHIFT = "shift"
    PARTY = "party"
    TEAM = "team"
    ENROLMENT = "enrolment"
    TWINNING = "twinning"
    PAIRING = "pairing"
    CARE_PLAN = "care-plan"
    DUTY = "duty"
    IMPORT = "import"
    BROADCAST = "broadcast"
    KINSHIP = "kinship"
    CERTIFICATE = "certificate"
    AWARD = "award"
    REDEMPTION = "redemption"
    TRANSFER = "transfer"
    BOOK = "book"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The thing a notice is about.

    Attributes:
        type: What kind of thing.
        id: Its id, in the service that owns it.
    """

    type: SubjectType
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the sentence names: codes, numbers, instants and ids; no name, no phone, no address.

    Attributes:
        need_id: The need behind the subject.
        helper_id: The member who comes, told to the receiving side only.
        service_kind: Code of the kind of service.
        starts_at: When the service begins, UTC.
        ends_at: When it ends, UTC.
        minutes: Minutes served, 1 to 1440.
        grade: What the receiving side gave, 1 to 5.
        role: Code of a role.
        scope: Where the role holds.
        reason: Code of why.
        count: How many notices are unread.
        offer_kind: What sort of thing a part asks for.
        says: What staff wrote themselves, to many at once.
    """

    need_id: str | None = None
    helper_id: str | None = None
    service_kind: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    minutes: int | None = None
    grade: int | None = None
    role: str | None = None
    scope: str | None = None
    reason: str | None = None
    count: int | None = None
    offer_kind: str | None = None
    says: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something one member is told.

    Attributes:
        id: Follows from the event and the member, so that a redelivered event tells nobody twice.
        version: How often it was written.
        member_id: The receiver.
        kind: Which sentence it says.
        subject: What it is about.
        facts: What the sentence names.
        state: Read or not.
        community_code: Where it happened, if it happened somewhere.
        created_at: When it was kept, UTC.
        read_at: When it was first read, UTC.
    """

    id: str
    version: int = 0
    member_id: str
    kind: NoticeKind
    subject: Subject
    facts: Facts
    state: NoticeState = NoticeState.UNREAD
    community_code: str | None
    created_at: datetime
    read_at: datetime | None = None

    def read(self, now: datetime) -> "Notice":
        """Return this notice read at ``now``; one that is read already stays as it is."""
        if NoticeState.READ not in NEXT_STATES[self.state]:
            return self
        return replace(self, state=NoticeState.READ, read_at=now)


def notice_id(event_id: str, member_id: str) -> str:
    """Return the id of what an event tells a member: one event tells a member one thing at most."""
    return derived_id("notice", event_id, member_id)
