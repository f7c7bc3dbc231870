"""A community where hours are saved and drawn: the whole platform, the ledger's writer at work with every event."""

from dataclasses import dataclass, replace
from pathlib import Path

from services.ledger.application.writer import Writer
from services.ledger.domain.redeeming.redemption import Redemption
from shared.events.contract import Event, body_of, headers_of
from shared.events.ledger import Instructed
from shared.events.redeeming import need_of_redemption
from shared.events.service import ServiceConfirmed
from shared.identity.roles import Role
from shared.kernel.clock import SetClock, iso
from shared.messaging.log import Message, Record
from tests.ledger_facts import confirmed, record_at, records_of
from tests.web.platform_app import HOME, Json, Person, PlatformApp, a_platform

KIND = "PHONE_CARE"


@dataclass(kw_only=True)
class Bank:
    """The platform with a catalogue of one service, staff, an elder with an hour saved, and a volunteer."""

    site: PlatformApp
    clock: SetClock
    staff: Person
    elder: Person
    volunteer: Person
    entry_id: str

    def order(self, **changed: object) -> Json:
        """Return what is sent to redeem the service tomorrow morning."""
        return {"entry_id": self.entry_id, "starts_at": self.tomorrow(), **changed}

    def tomorrow(self, hour: int = 2) -> str:
        at = self.clock.now().replace(hour=hour, minute=0, second=0, microsecond=0)
        return iso(at.replace(day=at.day + 2))

    def ordered(self, by: Person | None = None, **changed: object) -> Redemption:
        """Return a redemption that was ordered and settled as far as it goes."""
        given = (by or self.elder).did("/ledger/v1/redemptions", self.order(**changed))
        self.site.settle()
        return self.redemption(str(given["id"]))

    def redemption(self, id_: str) -> Redemption:
        return self.site.platform.redeeming.redemptions.get(id_)

    def need_id(self, redemption: Redemption) -> str:
        return need_of_redemption(redemption.id)

    def credits(self, person: Person) -> tuple[int, int]:
        """Return what somebody has, and what of it is set aside."""
        seen = person.did("/ledger/v1/accounts/" + person.id, method="GET")
        return int(str(seen["credit_minutes"])), int(str(seen["held_minutes"]))

    def served(self, redemption: Redemption, minutes: int = 45) -> None:
        """Let the volunteer give the service, and the elder agree to the minutes."""
        served = self.volunteer.did(f"/matching/v1/needs/{self.need_id(redemption)}/accept")
        self.site.settle()
        self.clock.at = redemption.starts_at
        self.volunteer.did(f"/matching/v1/assignments/{served['id']}/check-in")
        self.clock.at = redemption.ends_at
        self.volunteer.did(f"/matching/v1/assignments/{served['id']}/check-out")
        body = {"minutes": minutes, "reason": "提前做完了"}
        self.elder.did(f"/matching/v1/assignments/{served['id']}/confirm", body)
        self.site.settle()


def save_hours(site: PlatformApp, person: Person, *records: str, community: str = HOME) -> None:
    """Credit somebody with an hour for each record."""
    facts = (confirmed(each, member_id=person.id, community_code=community) for each in records)
    writer = Writer(site.platform.ledger, refuse_parking)
    writer.open()
    writer.take(records_of(*facts))


def refuse_parking(record: Record, why: str) -> None:
    raise AssertionError((record, why))


def let_writer_work(site: PlatformApp) -> None:
    """Let every event that the ledger hears reach its writer."""
    writer = Writer(site.platform.ledger, refuse_parking)
    writer.open()

    def write(event: Event) -> None:
        if isinstance(event.data, Instructed | ServiceConfirmed):
            message = Message(key=event.partitionkey, headers=headers_of(event), body=body_of(event))
            topic = "linli.service" if isinstance(event.data, ServiceConfirmed) else "linli.ledger.commands"
            writer.take([replace(record_at(0, message), topic=topic)])

    site.writes = write


def a_bank(folder: Path, clock: SetClock) -> Bank:
    site = a_platform(folder, clock)
    staff, elder = site.holding(Role.COMMUNITY_STAFF), site.person("李桂芳")
    volunteer = site.volunteer(KIND)
    save_hours(site, elder, "r1")
    let_writer_work(site)
    body = {"community_code": HOME, "service_kind": KIND, "minutes": 60, "monthly_quota": 2}
    entry = staff.did("/ledger/v1/catalogue", body)
    site.settle()
    return Bank(
        site=site, clock=clock, staff=staff, elder=elder, volunteer=volunteer, entry_id=str(entry["id"])
    )
