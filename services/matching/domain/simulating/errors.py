"""What living days again says no with."""

from shared.kernel.errors import RuleBroken


class NoSuchArea(RuleBroken):
    """No community, sub-district, district or city has this code."""

    code = "no-such-area"
    zh = "没有代码为 {area} 的地区：社区 12 位，街道 9 位，区县 6 位，城市 4 位"
    en = "No area has the code {area}: 12 digits of a community, 9 of a sub-district, 6 of a district, 4 of a city"


class NothingRecorded(RuleBroken):
    """On none of the days was anything asked for."""

    code = "nothing-recorded"
    zh = "{area} 最近 {days} 天没有可以重放的求助，请放宽天数或地区"
    en = "Nothing was asked for in {area} on the last {days} days: take more days or a larger area"
