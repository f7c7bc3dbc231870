"""The world of reminders: a volunteer, a resident, staff, and a need two days ahead."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from services.notify.application.reminding import tell_due_reminders
from services.notify.domain.notices import NoticeKind
from shared.events.matching import Proposed
from shared.identity.roles import Role
from shared.kernel.clock import CHINA, SetClock
from shared.kernel.ids import RandomIds
from tests.application.outside_world import Outside, an_outside
from tests.application.register_world import HOME

STARTS = datetime(2026, 11, 25, 14, 0, tzinfo=CHINA)
"""A Wednesday; the world begins on Monday at nine."""


@contextmanager
def a_reminding(clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    """Give the service, with those who are reminded."""
    with an_outside(clock, ids) as made:
        for name in ("volunteer", "resident"):
            made.world.add_member(name)
        made.world.add_member("staff", duties=((Role.COMMUNITY_STAFF, HOME),))
        made.world.add_member("elsewhere", duties=((Role.COMMUNITY_STAFF, "210802001003"),))
        yield made


def proposed(starts_at: datetime = STARTS) -> Proposed:
    return Proposed(
        need_id="need",
        community_code=HOME,
        member_ids=("volunteer",),
        proposal_ids=("need.volunteer",),
        service_kind="CLINIC_ESCORT",
        starts_at=starts_at,
    )


def at(outside: Outside, instant: datetime) -> list[tuple[str, NoticeKind]]:
    """Return who was told what by the sweep at an instant."""
    before = {each.id for each in outside.notify.notices.where({})}
    outside.world.clock.at = instant
    tell_due_reminders(outside.notify, instant)
    new = (each for each in outside.notify.notices.where({}) if each.id not in before)
    return sorted((each.member_id, each.kind) for each in new)


def eve(hour: int) -> datetime:
    return datetime(2026, 11, 24, hour, 0, tzinfo=CHINA)
