"""Communities that the file beside the code lacks, added by those who run the platform or oversee the area."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from services.matching.application.context import Matching
from services.matching.application.importing.cells import degrees, plain
from services.matching.application.importing.columns import Column, Columns
from services.matching.application.importing.members import COMMUNITY_CODE
from services.matching.application.importing.taking import Given, Kind, Wanted
from services.matching.domain.importing.errors import AreaNamedOtherwise
from shared.events.fields import CommunityCode, Latitude, Longitude, Text, load
from shared.identity.actor import Actor
from shared.identity.communities import Communities, Community, add_communities
from shared.identity.permissions import Permission
from shared.kernel.geography import Point
from shared.kernel.words import Words

AreaName = Annotated[str, Text(least=1, most=40)]


class CommunityKind(StrEnum):
    """Whether a community is a neighbourhood or a village."""

    URBAN = "urban"
    RURAL = "rural"


_KINDS = {"社区": "urban", "居委会": "urban", "村": "rural", "村委会": "rural"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityRow:
    """One row of a sheet of communities."""

    community_code: CommunityCode
    name: AreaName
    kind: CommunityKind
    street: AreaName
    district: AreaName
    city: AreaName
    longitude: Longitude
    latitude: Latitude


def _area(zh: str, en: str, digits: int) -> Column:
    return Column(
        words=Words(zh, en),
        says=Words(
            f"代码前 {digits} 位相同的，名称也要相同",
            f"the same for all whose codes begin with the same {digits} digits",
        ),
        required=True,
    )


COLUMNS: Columns = MappingProxyType(
    {
        "community_code": COMMUNITY_CODE,
        "name": Column(
            words=Words("社区名称", "name"),
            says=Words("如 大北街社区", "as the state publishes it"),
            required=True,
            also=("名称",),
        ),
        "kind": Column(
            words=Words("城乡类别", "kind"),
            says=Words("社区或村", "urban or rural"),
            required=True,
            read=lambda cell: _KINDS.get(cell, plain(cell).casefold()),
        ),
        "street": _area("镇街", "sub-district", 9),
        "district": _area("区县", "district", 6),
        "city": _area("城市", "city", 4),
        "longitude": Column(
            words=Words("经度", "longitude"),
            says=Words("度，如 103.83", "degrees, such as 103.83"),
            required=True,
            read=degrees,
        ),
        "latitude": Column(
            words=Words("纬度", "latitude"),
            says=Words("度，如 30.05", "degrees, such as 30.05"),
            required=True,
            read=degrees,
        ),
    }
)
"""What a sheet of communities may have, by field."""


def reading_communities(
    m: Matching, actor: Actor, _: Sequence[Given]
) -> Callable[[Given], Wanted[Community]]:
    """Return what reads a row; areas met first in this sheet are remembered by their names."""
    met: dict[str, str] = {}

    def read(given: Given) -> Wanted[Community]:
        row = load(CommunityRow, given)
        actor.check_may(Permission.ADD_COMMUNITY, row.community_code)
        named = {9: row.street, 6: row.district, 4: row.city}
        for digits, name in named.items():
            area = row.community_code[:digits]
            known = m.communities.area_name(area)
            stands = met.get(area, name) if known == area else known
            if stands != name:
                raise AreaNamedOtherwise(area=area, name=stands)
        met.update({row.community_code[:digits]: name for digits, name in named.items()})
        return Wanted(thing=_community(row))

    return read


def _community(row: CommunityRow) -> Community:
    return Community(
        code=row.community_code,
        name=row.name,
        kind=row.kind.value,
        street=row.street,
        district=row.district,
        city=row.city,
        point=Point(longitude=row.longitude, latitude=row.latitude),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityStore:
    """Communities as an import keeps them: in the database, and in this process at once."""

    m: Matching
    actor: Actor

    def get_many(self, ids: Iterable[str]) -> list[Community]:
        """Return those that exist."""
        found = (self._known.find(each) for each in ids)
        return [each for each in found if each is not None]

    def add_missing(self, things: Iterable[tuple[Community, object]]) -> int:
        """Keep those that are not there yet; return how many that were."""
        added = [each for each, _ in things]
        count = add_communities(added, by=self.actor.member_id, at=self.m.clock.now())
        self.get_many(each.code for each in added)
        return count

    @property
    def _known(self) -> Communities:
        return self.m.communities


COMMUNITIES = Kind(
    name="communities",
    words=Words("社区", "Communities"),
    columns=COLUMNS,
    may=Permission.ADD_COMMUNITY,
    reading=reading_communities,
    store=lambda m, actor: CommunityStore(m=m, actor=actor),
    same=lambda each: (each.name, each.kind),
)
