"""What is told before training or insurance that staff attested lapses."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Final

from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from services.notify.domain.reminders import Reminder, reminder
from services.notify.domain.telling import Telling
from shared.identity.attestations import Attestation, Attested
from shared.identity.people import Person
from shared.kernel.clock import CHINA

DAYS_BEFORE: Final = (30, 7)
"""Enough for a course to be found, and once more in the last week."""
TOLD_AT: Final = time(9)
"""China time."""
_TOLD_AS: Final[Mapping[Attested, NoticeKind]] = {
    Attested.TRAINING: NoticeKind.TRAINING_LAPSES,
    Attested.INSURANCE: NoticeKind.INSURANCE_LAPSES,
}


def before_lapse(person: Person, attestation: Attestation, said_at: datetime) -> Iterator[Reminder]:
    """Give the reminders before an attestation's last day; none for hours that have passed."""
    last_day = datetime.combine(attestation.valid_until, TOLD_AT, CHINA).astimezone(said_at.tzinfo)
    telling = Telling(
        member_id=person.id,
        kind=_TOLD_AS[attestation.topic],
        subject=Subject(
            type=SubjectType.MEMBER, id=".".join(filter(None, (person.id, attestation.service_kind)))
        ),
        facts=Facts(service_kind=attestation.service_kind or None, starts_at=last_day),
        community_code=person.community_code,
    )
    for days in DAYS_BEFORE:
        due_at = last_day - timedelta(days=days)
        if due_at > said_at:
            yield reminder(telling, said_at, due_at, last_day)
