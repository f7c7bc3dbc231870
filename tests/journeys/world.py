"""What the journeys happen in: one platform as its operator runs it, and invented people on it."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from services.demo.client import Caller, Json, Line
from services.demo.people import mainland_id
from shared.kernel.clock import SystemClock, iso
from tests.platform_process import PlatformProcess

COMMUNITY, COMMUNITY_NAME = "511402001003", "先锋社区"
PASSWORD = "calm-river-stone-9"
_FIRST_PHONE = 13_900_001_000


def invented_document(seed: str) -> str:
    """Return a number of an identity card that nobody has."""
    return mainland_id(random.Random(seed), COMMUNITY[:6], born=1985)


@dataclass(kw_only=True)
class World:
    """A running platform; whoever is needed is added."""

    process: PlatformProcess
    people: int = 0
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self.process.url)

    @property
    def url(self) -> str:
        return self.process.url

    def phone(self) -> str:
        """Return a phone nobody has yet."""
        self.people += 1
        return str(_FIRST_PHONE + self.people)

    def given_role(self, role: str, name: str, scope: str = COMMUNITY) -> str:
        """Make an account with a role at the command line, as an operator does; return its phone."""
        phone = self.phone()
        made = self.process.linli(
            *("member", "create", "--phone", phone, "--name", name),
            *("--role", role, "--scope", scope, "--password", PASSWORD),
        )
        assert made.returncode == 0, made.stderr
        return phone

    def signed_up(self, name: str, phone: str | None = None) -> Caller:
        """Return somebody new, at the public API."""
        nobody = Caller(line=self.line)
        body: Json = {
            "community_code": COMMUNITY,
            "phone": phone or self.phone(),
            "name": name,
            "password": PASSWORD,
            "consent_version": nobody.get("/identity/v1/consent")["version"],
        }
        return Caller(line=self.line, token=str(nobody.post("/identity/v1/members", body)["token"]))

    def signed_in(self, phone: str, password: str = PASSWORD) -> Caller:
        """Return somebody known, at the public API."""
        given = Caller(line=self.line).post("/identity/v1/sessions", {"phone": phone, "password": password})
        return Caller(line=self.line, token=str(given["token"]))

    def ready_to_serve(self, caller: Caller, *kinds: str, document: bool = True) -> None:
        """Let somebody be proposed for kinds of service, at any time."""
        if document:
            body: Json = {"type": "MAINLAND_ID", "number": invented_document(caller.token)}
            caller.post("/identity/v1/members/me/documents", body)
        offer: Json = {"service_kinds": list(kinds), "radius_metres": 5000}
        caller.post("/matching/v1/offers", offer)

    @staticmethod
    def a_need(title: str, service_kind: str, resident_id: str | None = None) -> Json:
        """Return what is sent to ask for a service that begins in some minutes."""
        starts_at = SystemClock().now() + timedelta(minutes=10)
        return {
            "service_kind": service_kind,
            "title": title,
            "starts_at": iso(starts_at),
            "ends_at": iso(starts_at + timedelta(hours=1)),
            "expected_minutes": 45,
            "resident_id": resident_id,
        }


def coming_half_hour() -> datetime:
    """Return the next full or half hour that is still to come."""
    soon = SystemClock().now() + timedelta(minutes=2)
    whole = soon.replace(minute=0, second=0, microsecond=0)
    return next(
        each for each in (whole, whole + timedelta(minutes=30), whole + timedelta(hours=1)) if each >= soon
    ).astimezone(UTC)
