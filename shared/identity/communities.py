"""The real communities: loaded once from the file beside the code, with those an operator added, then looked up in memory."""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from math import cos, radians

from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from shared.identity.stored import ALIAS, LoadedDocument
from shared.kernel.errors import NotFound, RuleBroken, Unavailable
from shared.kernel.geography import Point
from shared.storage.connection import collection
from shared.storage.paging import Document

_FILE = "communities.csv"
_DUPLICATE_KEY = 11000
_CODE = re.compile(r"[0-9]{12}")
ADDED = "added"
"""What a community's document says of its origin when it came from no file of ours."""


class UnknownCommunity(RuleBroken):
    """No community has this code."""

    code = "unknown-community"
    zh = "没有代码为 {community_code} 的社区，请从列表中选择"
    en = "There is no community with the code {community_code}; please choose one from the list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community or village.

    Attributes:
        code: 12 digits; the first 4, 6 and 9 are its city, district and sub-district.
        name: As the state publishes it.
        kind: ``urban`` or ``rural``.
        street: Name of the sub-district.
        district: Name of the district or county.
        city: Name of the city.
        point: Its seat.
    """

    code: str
    name: str
    kind: str
    street: str
    district: str
    city: str
    point: Point

    @property
    def id(self) -> str:
        """Return the code."""
        return self.code

    @property
    def district_code(self) -> str:
        """Return the 6 digits of the district."""
        return self.code[:6]

    @property
    def full_name(self) -> str:
        """Return district, sub-district and community in one."""
        return f"{self.district}{self.street}{self.name}"


class Communities:
    """All communities, in memory."""

    def __init__(
        self,
        communities: Iterable[Community],
        *,
        added_since: Callable[[str], Community | None] | None = None,
    ) -> None:
        """Index the communities by code, district and name.

        Args:
            communities: All there are.
            added_since: Finds one that another process has added since, by its code.
        """
        self._added_since = added_since
        self._by_code = {each.code: each for each in sorted(communities, key=lambda one: one.code)}
        self._districts = {each.district_code: each.district for each in self._by_code.values()}
        self._cities = {each.code[:4]: each.city for each in self._by_code.values()}
        self._streets = {each.code[:9]: each.street for each in self._by_code.values()}

    def put(self, community: Community) -> None:
        """Take in one more; searches find it from now on, those under way go on as they began."""
        code = community.code
        self._districts = {**self._districts, code[:6]: community.district}
        self._cities = {**self._cities, code[:4]: community.city}
        self._streets = {**self._streets, code[:9]: community.street}
        self._by_code = {**self._by_code, code: community}

    def __len__(self) -> int:
        return len(self._by_code)

    def find(self, code: str) -> Community | None:
        """Return the community of a code of 12 digits, or None; one that was added elsewhere is taken in."""
        found = self._by_code.get(code)
        if found is None and self._added_since is not None and _CODE.fullmatch(code):
            found = self._added_since(code)
            if found is not None:
                self.put(found)
        return found

    def get(self, code: str) -> Community:
        """Return the community of a code.

        Raises:
            NotFound: If there is none.
        """
        found = self.find(code)
        if found is None:
            raise NotFound(kind="Community", id=code)
        return found

    def known(self, code: str) -> Community:
        """Return the community of a code that somebody entered.

        Raises:
            UnknownCommunity: If there is none.
        """
        found = self.find(code)
        if found is None:
            raise UnknownCommunity(community_code=code)
        return found

    def area_name(self, code: str) -> str:
        """Return the name of a city, district, sub-district or community by its code of 4, 6, 9 or 12 digits."""
        community = self._by_code.get(code)
        names = {4: self._cities, 6: self._districts, 9: self._streets}.get(len(code), {})
        return community.full_name if community else names.get(code, code)

    @property
    def districts(self) -> dict[str, str]:
        """Return the names of all districts by their codes."""
        return dict(self._districts)

    @property
    def cities(self) -> dict[str, str]:
        """Return the names of all cities by their codes."""
        return dict(self._cities)

    def search(self, q: str = "", district: str | None = None, limit: int = 20) -> list[Community]:
        """Return the communities whose names hold every word of ``q``, best first.

        Args:
            q: Words, parted by spaces, each found in the community's, sub-district's, district's or city's name; or
                the beginning of a code.
            district: 6 digits to stay within one district, or 4 to stay within a city.
            limit: Most communities.
        """
        words = q.split()
        ranked = sorted(
            (rank, each.code)
            for each in self._by_code.values()
            if (not district or each.code.startswith(district)) and (rank := _rank(each, words)) is not None
        )
        return [self._by_code[code] for _, code in ranked[:limit]]

    def near(self, point: Point, limit: int = 5) -> list[Community]:
        """Return the communities whose seats are nearest to a point, nearest first."""
        narrow = cos(radians(point.latitude))

        def apart(each: Community) -> float:
            east = (each.point.longitude - point.longitude) * narrow
            return east * east + (each.point.latitude - point.latitude) ** 2

        return sorted(self._by_code.values(), key=apart)[:limit]


def _rank(community: Community, words: list[str]) -> int | None:
    """Return how well the words fit, 0 best, or None when one of them does not."""
    rank = 0
    places = (community.name, community.street, community.district, community.city)
    for word in words:
        if community.name.startswith(word) or (word.isdigit() and community.code.startswith(word)):
            continue
        found = next((depth for depth, name in enumerate(places, start=1) if word in name), None)
        if found is None:
            return None
        rank += found
    return rank


def load_communities() -> Communities:
    """Return the communities, after bringing the database up to the file where it was not.

    Idempotent and safe to run in several processes at once: a row is written over the one of its code.
    """
    content = resources.files("shared").joinpath("data", _FILE).read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
    loaded = LoadedDocument.objects(id=_FILE).first()
    if loaded is None or (loaded.checksum, loaded.rows) != (checksum, len(rows)):
        _bring_up_to(rows)
        LoadedDocument(id=_FILE, checksum=checksum, rows=len(rows)).save()
    added = [community_of(each) for each in collection(ALIAS, "communities").find({"origin": ADDED})]
    return Communities([*(_community(row) for row in rows), *added], added_since=_kept)


def _kept(code: str) -> Community | None:
    document = collection(ALIAS, "communities").find_one({"_id": code})
    return None if document is None else community_of(document)


def community_of(document: Mapping[str, object]) -> Community:
    """Return the community that a document keeps."""
    return _community({name: str(value) for name, value in document.items()} | {"code": str(document["_id"])})


def add_communities(added: Iterable[Community], *, by: str, at: datetime) -> int:
    """Keep communities that are not there yet, with who added them; return how many that were."""
    documents = [
        {**_document(_row(each)), **_codes(each.code), "origin": ADDED, "added_by": by, "added_at": at}
        for each in added
    ]
    there = _insert_or_find_there(collection(ALIAS, "communities"), documents) if documents else 0
    return len(documents) - there


def _row(community: Community) -> dict[str, str]:
    return {
        "code": community.code,
        "name": community.name,
        "kind": community.kind,
        "street": community.street,
        "district": community.district,
        "city": community.city,
        "longitude": str(community.point.longitude),
        "latitude": str(community.point.latitude),
    }


def _codes(code: str) -> Document:
    return {"street_code": code[:9], "district_code": code[:6], "city_code": code[:4]}


def _bring_up_to(rows: list[dict[str, str]]) -> None:
    """Write the rows that are missing or differ; a row that left the file stays, for what refers to it."""
    communities = collection(ALIAS, "communities")
    kept = {str(each["_id"]): each for each in communities.find({})}
    changed = [each for row in rows if (each := _document(row)) != kept.get(row["code"])]
    for document in changed:
        if document["_id"] in kept:
            communities.replace_one({"_id": document["_id"]}, document)
    missing = [document for document in changed if document["_id"] not in kept]
    if missing:
        _insert_or_find_there(communities, missing)


def _insert_or_find_there(communities: Collection[Document], missing: list[Document]) -> int:
    """Insert at once (ten times faster than one by one); return how many another process inserted just now."""
    try:
        communities.insert_many(missing, ordered=False)
    except BulkWriteError as cause:
        if any(each["code"] != _DUPLICATE_KEY for each in cause.details["writeErrors"]):
            raise Unavailable(part="communities") from cause
        return len(cause.details["writeErrors"])
    return 0


def _document(row: dict[str, str]) -> Document:
    return {
        "_id": row["code"],
        **{name: row[name] for name in row if name not in ("code", "longitude", "latitude")},
        "longitude": float(row["longitude"]),
        "latitude": float(row["latitude"]),
    }


def _community(row: dict[str, str]) -> Community:
    return Community(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        street=row["street"],
        district=row["district"],
        city=row["city"],
        point=Point(longitude=float(row["longitude"]), latitude=float(row["latitude"])),
    )
