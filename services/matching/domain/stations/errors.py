"""What the rules of stations say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class OnlyTheStationsBody(Forbidden):
    """A station is run by the responsible body and the community."""

    code = "only-the-stations-body"
    zh = "请由站点的负责机构或社区办理"
    en = "The body that runs the station, or the community, does this"


class HoursReversed(RuleBroken):
    """A station closes after it opens, on the same day."""

    code = "hours-reversed"
    zh = "关门时间应晚于开门时间"
    en = "A station closes after it opens"


class StationIsClosed(Conflict):
    """A closed station is changed no more; it is opened again first."""

    code = "station-closed"
    zh = "站点已关闭，请先重新开放"
    en = "The station is closed; please open it again first"


class TooManyStations(Conflict):
    """A body runs a limited number of stations in a community."""

    code = "too-many-stations"
    zh = "一个机构在一个社区最多 {most} 个站点"
    en = "A body runs at most {most} stations in a community"
