"""How many rows of a sheet are taken in a second: residents, their needs, and hours of volunteers."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from services.bench.figures import Figures
from services.bench.own_platform import OwnPlatform
from services.bench.people import KIND, Invented, homes, kept, kept_volunteers
from services.bench.sizes import Sizes
from services.matching.adapters.tables import lines_in
from services.matching.application.importing.columns import sheet_of
from services.matching.application.importing.kinds import KINDS, importer
from services.matching.application.importing.taking import import_sheet
from services.wiring import Platform
from shared.identity.actor import Actor
from shared.identity.member import Member
from shared.kernel.clock import CHINA, monotonic_seconds


def import_figures(sizes: Sizes, folder: Path) -> Figures:
    """Return rows a second from the bytes of a sheet until all are kept with their events: the slowest of three kinds, and each."""
    own = OwnPlatform(folder=folder / "data")
    with own.opened() as platform:
        invented = Invented(platform=platform, chance=random.Random(13))
        where = homes(platform)
        staff = invented.staff(where[0])
        kept(platform.identity.members, [staff], lambda each: each.created_at)
        volunteers = kept_volunteers(invented, min(sizes.volunteers, sizes.import_rows), where)
        actor = importer(platform.identity, str(staff.phone))
        sheets = _sheets(platform, sizes.import_rows, staff.community_code, volunteers)
        seen = {name: _rows_per_s(platform, actor, name, text) for name, text in sheets}
    return {
        "import_rows_per_s": min(seen.values()),
        **{f"import_{name}_rows_per_s": figure for name, figure in seen.items()},
    }


def _rows_per_s(platform: Platform, actor: Actor, name: str, text: str) -> float:
    kind, content = KINDS[name], text.encode()
    began = monotonic_seconds()
    sheet = sheet_of(kind.columns, lines_in("sheet.csv", content))
    outcome = import_sheet(platform.matching, actor, kind, sheet, is_dry_run=False, progress=lambda *_: None)
    taken_s = monotonic_seconds() - began
    assert outcome.added == len(sheet.rows), "every row of the sheet is new and good"
    return round(len(sheet.rows) / taken_s)


def _sheets(
    platform: Platform, count: int, community_code: str, volunteers: list[Member]
) -> Iterator[tuple[str, str]]:
    """Yield three sheets; the needs are those of the residents of the first."""
    today = platform.clock.now().astimezone(CHINA).date()
    people = [f"{community_code},周{number},139{number:08d}" for number in range(count)]
    yield "members", _text("社区代码,姓名,电话", people)
    soon = today + timedelta(days=7)
    asked = [f"{each},{KIND},代买米面油,{soon} 09:00,{soon} 11:00" for each in people]
    yield "needs", _text("社区代码,居民姓名,居民电话,服务类型,标题,开始时间,结束时间", asked)
    served = [
        f"{each.volunteer_number},{each.name},{community_code},{KIND},{today - timedelta(days=1 + earlier)},90,东门志愿队,从原系统转入"
        for earlier in range(count // len(volunteers))
        for each in volunteers
    ]
    header = "志愿者编号,姓名,社区代码,服务类型,服务开始时间,服务时长分钟,服务组织,补录原因"
    yield "hours", _text(header, served)


def _text(header: str, rows: list[str]) -> str:
    return "\n".join((header, *rows))
