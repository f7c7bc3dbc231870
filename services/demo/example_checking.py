"""The example's second checks: records of this month drawn and looked at by two of the staff, results public; rules that wait."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from services.demo.client import Caller, Json, Refused
from shared.kernel.clock import CHINA, Clock

_HOW = ("电话问过服务对象", "对照签到表", "上门回访")
_PACK = "guangdong-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleChecking:
    """Draws and looks, and asks for other rules.

    Attributes:
        staff: Community staff, who look at what they did not confirm themselves.
        colleague: Who looks at the rest.
        clock: Rules begin with the month after its next.
    """

    staff: Caller
    colleague: Caller
    community_code: str
    clock: Clock

    def make(self) -> None:
        """Look at each record that was drawn, and publish; ask for other rules, which wait for the colleague."""
        self._check()
        path = f"/ledger/v1/books/{self.community_code}/rules"
        if not self.staff.get(path)["choices"]:
            body: Json = {"pack": _PACK, "starts_on": self._begins().isoformat()}
            self.staff.post(path, body, key="example-rules")

    def _begins(self) -> date:
        """Return the first day of the month after the next."""
        soon = self.clock.now().astimezone(CHINA).date().replace(day=1)
        return (soon + timedelta(days=63)).replace(day=1)

    def _check(self) -> None:
        try:
            drawn = self.staff.post("/matching/v1/spot-checks", {"community_code": self.community_code})
        except Refused as refused:
            if refused.code != "nothing-to-draw":
                raise
            return
        path = f"/matching/v1/spot-checks/{cast('Json', drawn['check'])['id']}"
        for who in (self.staff, self.colleague):
            drawn = who.get(path)
            mine = [each for each in cast("list[Json]", drawn["drawn"]) if each["can_judge"]]
            for number, each in enumerate(mine):
                how = _HOW[number % len(_HOW)]
                body: Json = {"record_id": each["record_id"], "verdict": "RIGHT", "reason": how}
                drawn = who.post(f"{path}/verdicts", body)
        if cast("Json", drawn["check"])["left"] == 0:
            self.staff.post(f"{path}/publish")
