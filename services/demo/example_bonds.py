"""The bonds of the example: a pairing, a team, a station, duties, a twinning, enrolments; each step may be taken again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.demo.client import Caller, Json, Refused
from shared.identity.member import day_in_china
from shared.kernel.clock import Clock

_TEAM_SIZE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleBonds:
    """Makes what binds people of the example for longer than a day.

    Attributes:
        organiser: Acts for the organisation.
        fang: 王芳, paired with the elder.
        helpers: Who form the team and hold duties, with their phones.
    """

    staff: Caller
    organiser: Caller
    fang: Caller
    elder: Caller
    helpers: Sequence[tuple[Caller, str]]
    party_id: str
    community_code: str
    clock: Clock

    def make(self) -> None:
        """Make everything that is not there yet."""
        self._pairings()
        self._team()
        self._station()
        self._duties()
        self._twinning()
        self._enrolments()
        self._care_plan()

    def _care_plan(self) -> None:
        """Let the elder have company every week by a helper who said yes, while 王芳 is still asked."""
        asked: Json = {
            "resident_id": me_of(self.elder)["id"],
            "service_kind": "HOME_VISIT",
            "title": "每周陪李奶奶说说话",
            "details": "她听力不太好，请说慢一点。",
            "visits": {
                "from_on": self._today(2),
                "weekdays": [2],
                "starts_at": "15:00",
                "minutes": 60,
                "skips_holidays": True,
            },
            "spoken_consent": True,
        }
        path = f"/matching/v1/care-plans/{self.staff.post('/matching/v1/care-plans', asked, key='example-plan')['id']}"
        for helper in (self.fang, self.helpers[5][0]):
            _unless_done(
                self.staff, f"{path}/companions", {"volunteer_number": me_of(helper)["volunteer_number"]}
            )
        _unless_done(self.helpers[5][0], f"{path}/companions/answer", {"agree": True})

    def _pairings(self) -> None:
        """Pair the elder with 王芳, who has called already, and let another helper be asked."""
        elder = me_of(self.elder)["id"]
        asked: Json = {"resident_id": elder, "rhythm": "WEEKLY", "spoken_consent": True}
        both = ((self.fang, "WEEKLY"), (self.helpers[0][0], "MONTHLY"))
        made = [
            self.staff.post(
                "/matching/v1/pairings",
                {**asked, "volunteer_number": me_of(helper)["volunteer_number"], "rhythm": rhythm},
                key=f"example-pairing-{rhythm}",
            )
            for helper, rhythm in both
        ]
        path = f"/matching/v1/pairings/{made[0]['id']}"
        self.fang.post(f"{path}/answer", {"agree": True})
        contact: Json = {"on": self._today(), "way": "PHONE", "found": "WELL"}
        self.fang.post(f"{path}/contacts", contact)

    def _team(self) -> None:
        leader, phone = self.helpers[1]
        asked: Json = {
            "party_id": self.party_id,
            "name": "银龄陪伴队",
            "about": "每周陪独居老人散步、理发、看病。",
            "leader_phone": phone,
        }
        path = (
            f"/matching/v1/teams/{self.organiser.post('/matching/v1/teams', asked, key='example-team')['id']}"
        )
        for helper, number in self.helpers[2 : 2 + _TEAM_SIZE]:
            _unless_done(leader, f"{path}/invite", {"phone": number})
            _unless_done(helper, f"{path}/ask", {"lets_sign_up": True})

    def _station(self) -> None:
        asked: Json = {
            "kind": "VOLUNTEER_SERVICE",
            "party_id": self.party_id,
            "name": "先锋志愿服务站",
            "address": "先锋社区一楼大厅",
            "phone": "028-38290000",
            "offers": "量血压、借轮椅、教用手机，登记志愿者。",
            "hours": [{"weekday": day, "from_minute": 540, "to_minute": 1020} for day in range(1, 7)],
        }
        self.organiser.post("/matching/v1/stations", asked, key="example-station")

    def _duties(self) -> None:
        for number, (kind, area) in enumerate(
            (("BUILDING_HEAD", "3 号楼"), ("CHILDREN", "全社区"), ("LAW", "全社区"))
        ):
            asked: Json = {"kind": kind, "community_code": self.community_code, "area": area}
            duty = self.staff.post("/matching/v1/duties", asked, key=f"example-duty-{kind}")
            if kind != "LAW":
                until = self._today(365)
                phone = self.helpers[number][1]
                self.staff.post(
                    f"/matching/v1/duties/{duty['id']}/appoint", {"phone": phone, "until_on": until}
                )

    def _twinning(self) -> None:
        asked: Json = {
            "party_id": self.party_id,
            "community_code": self.community_code,
            "purpose": "每月上门看望独居老人，开放活动室给社区用。",
            "visits_a_year": 12,
            "from_on": self._today(),
            "until_on": self._today(364),
        }
        made = self.organiser.post("/matching/v1/twinnings", asked, key="example-twinning")
        path = f"/matching/v1/twinnings/{made['id']}"
        self.staff.post(f"{path}/answer", {"agree": True})
        self.organiser.post(f"{path}/visits", {"on": self._today(), "what": "看望三位老人，修好两盏灯"})

    def _enrolments(self) -> None:
        """Let a helper enrol, confirmed, and a library, which waits."""
        here: Json = {"community_code": self.community_code}
        path = "/matching/v1/enrolments"
        person = self.helpers[3][0].post(path, {**here, "kind": "PERSON"}, key="example-enrolment")
        _unless_done(self.staff, f"{path}/{person['id']}/decide", {"confirm": True})
        library: Json = {
            "body_name": "东坡区图书馆",
            "offers": "流动书车、阅览室",
            "wishes": "整理图书的志愿者",
        }
        self.helpers[4][0].post(path, {**here, **library, "kind": "BODY"}, key="example-enrolment-body")

    def _today(self, later: int = 0) -> str:
        return (day_in_china(self.clock.now()) + timedelta(days=later)).isoformat()


def me_of(caller: Caller) -> Json:
    """Return everything kept of the caller."""
    return caller.get("/identity/v1/members/me")


def _unless_done(caller: Caller, path: str, body: Json) -> None:
    """Take a step that is refused once it was taken."""
    try:
        caller.post(path, body)
    except Refused as refused:
        if refused.status != 409:
            raise
