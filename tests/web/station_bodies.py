"""A station of the town, and a good body for each command of stations."""

from services.matching.application.stations import commands
from services.matching.domain.giving.kinds import OpenHours
from services.matching.domain.stations.station import Station, StationKind
from tests.web.platform_app import HOME, Json, PlatformApp
from tests.web.project_bodies import PARTY

STATION = "station-of-the-town"


def add_station(site: PlatformApp) -> None:
    """Keep a station that is open on Mondays."""
    now = site.platform.matching.clock.now()
    site.platform.matching.stations.add(
        Station(
            id=STATION,
            kind=StationKind.CHARITY,
            party_id=PARTY,
            community_code=HOME,
            name="慈善小屋",
            address="社区门口",
            hours=(OpenHours(weekday=1, from_minute=540, to_minute=1020),),
            created_at=now,
            changed_at=now,
        )
    )


def station_bodies() -> dict[str, Json]:
    """Return a body for each command of stations, by the command's name."""
    said: Json = {
        "name": "慈善小屋",
        "address": "社区门口",
        "phone": "02838290001",
        "offers": "旧衣捐赠",
        "hours": [{"weekday": 1, "from_minute": 540, "to_minute": 1020}],
    }
    bodies: dict[type, Json] = {
        commands.SetUpStation: {**said, "kind": "CHARITY", "party_id": PARTY, "community_code": HOME},
        commands.AmendStation: said,
        commands.CloseStation: {"reason": "装修"},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
