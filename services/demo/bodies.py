"""Organisations of a demo: registered, approved, and acted for once the approval has made their founders staff."""

from dataclasses import dataclass
from threading import Event

from services.demo.client import Caller, Json, Refused
from services.demo.deeds import Deeds
from services.demo.volunteers import Volunteer
from shared.kernel.clock import monotonic_seconds

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """Registers bodies.

    Attributes:
        staff: Approves them.
        deeds: Where it is kept what was acknowledged.
    """

    staff: Caller
    deeds: Deeds

    def approved(self, founder: Volunteer, name: str, kind: str, number: str, **more: object) -> str:
        """Return the id of a body that somebody registered and staff approved, twice.

        Args:
            founder: Who registers it, in the community of their home.
            name: Of the body.
            kind: Of the five.
            number: Unique in this run; the body's filing number.
            more: Further fields of the form.
        """
        body: Json = {
            "kind": kind,
            "name": name,
            "filing_number": f"{self.deeds.run}-{number}",
            "community_code": founder.home.code,
            "contact_name": "周宁",
            "contact_phone": "02838290001",
            **more,
        }
        key = f"{self.deeds.run}-party-{number}"
        made = str(founder.caller.post("/matching/v1/parties", body, key=key)["id"])
        for _ in range(2):
            self.staff.post(f"/matching/v1/parties/{made}/review", {"approve": True})
        self.deeds.party_approved(made)
        return made


def once_staff(founder: Volunteer, path: str, body: Json, key: str) -> Json:
    """Post something in a body's name as soon as the approval has made its founder staff."""
    until = monotonic_seconds() + _PATIENCE_SECONDS
    while True:
        try:
            return founder.caller.post(path, body, key=key)
        except Refused as refused:
            if refused.status != 403 or monotonic_seconds() > until:
                raise
            Event().wait(0.2)
