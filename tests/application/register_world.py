"""Builders for the register's tests: an opened identity of a few communities, and people in it."""

from shared.identity.communities import Communities, Community
from shared.identity.documents import DocumentKeys
from shared.identity.opening import Identity, open_identity
from shared.identity.passwords import Passwords
from shared.kernel.clock import Clock
from shared.kernel.geography import Point
from shared.kernel.ids import Ids

HOME = "511402001001"
NEXT_DOOR = "511402001002"
FAR = "210802001003"
PASSWORD = "green-bamboo-71"


def a_community(code: str, name: str, *, street: str = "通惠街道", district: str = "东坡区") -> Community:
    point = Point(longitude=103.8 + int(code[-3:]) / 1000, latitude=30.05)
    return Community(
        code=code, name=name, kind="urban", street=street, district=district, city="眉山市", point=point
    )


SOME_COMMUNITIES = Communities(
    (
        a_community(HOME, "大北街社区"),
        a_community(NEXT_DOOR, "下西街社区"),
        a_community(FAR, "五大门社区", street="八田地街道", district="站前区"),
    )
)
TEST_KEYS = DocumentKeys(present="k1", keys={"k1": b"1" * 32}, finding=b"f" * 32)


def an_identity(clock: Clock, ids: Ids, keys: DocumentKeys = TEST_KEYS) -> Identity:
    return open_identity(
        clock, ids, keys=keys, passwords=Passwords(memory_kib=8, passes=1), communities=SOME_COMMUNITIES
    )
