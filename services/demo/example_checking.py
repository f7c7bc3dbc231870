"""The example's spot check: this month's records drawn, looked at by the community's staff, the results public."""

from dataclasses import dataclass
from typing import cast

from services.demo.client import Caller, Json, Refused

_HOW = ("电话问过服务对象", "对照签到表", "上门回访")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleChecking:
    """Draws and looks.

    Attributes:
        staff: Community staff, who look at what they did not confirm themselves.
    """

    staff: Caller
    community_code: str

    def make(self) -> None:
        """Look at each record that was drawn, and publish; what staff confirmed themselves waits for a colleague."""
        try:
            drawn = self.staff.post("/matching/v1/spot-checks", {"community_code": self.community_code})
        except Refused as refused:
            if refused.code != "nothing-to-draw":
                raise
            return
        path = f"/matching/v1/spot-checks/{cast('Json', drawn['check'])['id']}"
        mine = [each for each in cast("list[Json]", drawn["drawn"]) if each["can_judge"]]
        for number, each in enumerate(mine):
            how = _HOW[number % len(_HOW)]
            body: Json = {"record_id": each["record_id"], "verdict": "RIGHT", "reason": how}
            drawn = self.staff.post(f"{path}/verdicts", body)
        if cast("Json", drawn["check"])["left"] == 0:
            self.staff.post(f"{path}/publish")
