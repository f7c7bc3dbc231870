"""The example's time bank: a catalogue of a few services, and one volunteer who redeems half an hour of hers."""

import threading
from dataclasses import dataclass
from datetime import timedelta

from services.demo.client import Caller, Json, Refused
from shared.identity.communities import Community
from shared.kernel.clock import CHINA, Clock, iso

_LISTED = (("DIGITAL_HELP", 30), ("HAIRCUT", 60), ("HOME_CLEANING", 120), ("CLINIC_ESCORT", 180))
_TRIES, _WAIT_SECONDS = 60, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRedeeming:
    """Makes the catalogue and one redemption.

    Attributes:
        staff: Community staff, who keep the catalogue.
        saver: A volunteer whose hours are confirmed.
    """

    staff: Caller
    saver: Caller
    home: Community
    clock: Clock

    def make(self) -> None:
        """List the services and redeem the first in two days, once the hours are there; made before, it is made once."""
        entries = [self._listed(kind, minutes) for kind, minutes in _LISTED]
        if not self._has_saved(_LISTED[0][1]):
            return
        morning = (self.clock.now() + timedelta(days=2)).astimezone(CHINA).replace(hour=10, minute=0)
        body: Json = {
            "entry_id": entries[0]["id"],
            "starts_at": iso(morning.replace(second=0, microsecond=0)),
        }
        try:
            self.saver.post("/ledger/v1/redemptions", body, key="example-redemption")
        except Refused as refused:
            if refused.code not in ("idempotency-key-reused", "insufficient-credit"):
                raise

    def _listed(self, kind: str, minutes: int) -> Json:
        body: Json = {
            "community_code": self.home.code,
            "service_kind": kind,
            "minutes": minutes,
            "monthly_quota": 20,
            "lead_hours": 24,
        }
        return self.staff.post("/ledger/v1/catalogue", body, key=f"example-catalogue-{kind}")

    def _has_saved(self, minutes: int) -> bool:
        """Tell whether the hours that were confirmed are credited, waiting half a minute for them."""
        saver_id = self.saver.get("/identity/v1/members/me")["id"]
        pause, path = threading.Event(), f"/ledger/v1/accounts/{saver_id}"
        return any(
            int(str(self.saver.get(path)["credit_minutes"])) >= minutes or pause.wait(_WAIT_SECONDS)
            for _ in range(_TRIES)
        )
