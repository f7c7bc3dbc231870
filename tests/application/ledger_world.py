"""A ledger on real documents, and what is in it."""

from services.ledger.application.accounts import member_totals
from services.ledger.application.context import Ledger, open_ledger
from services.ledger.application.writer import Writer
from shared.identity.member import Delegate, Member
from shared.kernel.clock import Clock
from shared.kernel.geography import Point
from shared.kernel.ids import Ids
from shared.messaging.log import Record
from tests.application.register_world import HOME, an_identity


def a_ledger(clock: Clock, ids: Ids) -> Ledger:
    """Return an empty ledger beside an empty register."""
    return open_ledger(clock, ids, an_identity(clock, ids))


def a_writer(ledger: Ledger) -> Writer:
    writer = Writer(ledger, no_parking)
    writer.open()
    return writer


def a_member(name: str, clock: Clock, *, delegate: str | None = None) -> Member:
    """Return somebody of HOME, with somebody else who acts for them if named."""
    now = clock.now()
    acting = (
        Delegate(member_id=delegate, relation="邻居", since_at=now, recorded_by=name) if delegate else None
    )
    return Member(
        id=name,
        community_code=HOME,
        point=Point(longitude=103.8, latitude=30.05),
        name="王芳",
        phone=None,
        password_hash="kept",
        volunteer_number=f"V-{name}",
        delegates=(acting,) if acting else (),
        created_at=now,
        changed_at=now,
    )


def no_parking(record: Record, reason: str) -> None:
    raise AssertionError((record, reason))


def served(ledger: Ledger) -> dict[str, int]:
    totals = member_totals(ledger, ("wang", "zhao", "qian", "sun"))
    return {member_id: each.service_minutes for member_id, each in totals.items()}
