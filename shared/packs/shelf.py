"""The rule packs that come with the platform, read once, newest version last."""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from shared.kernel.errors import NotFound
from shared.packs.pack import RulePack
from shared.packs.reading import read_pack

FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "packs"
DEFAULT: Final = "plain-1"


class NoSuchPack(NotFound):
    """There is no rule pack of this id."""

    code = "no-such-pack"
    zh = "没有规则包“{id}”，请从列表中选择"
    en = "There is no rule pack {id}; choose one from the list"


@cache
def shelf() -> MappingProxyType[str, RulePack]:
    """Return every pack by id; the plain one first, for others say where they differ from it."""
    found: dict[str, RulePack] = {}
    files = sorted(FOLDER.glob("*.yaml"), key=lambda each: (each.stem != DEFAULT, each.stem))
    for file in files:
        found[file.stem] = read_pack(file.read_text(encoding="utf-8"), found)
    return MappingProxyType(found)


def pack_of(pack_id: str) -> RulePack:
    """Return a pack by id.

    Raises:
        NoSuchPack: If there is none.
    """
    try:
        return shelf()[pack_id]
    except KeyError:
        raise NoSuchPack(id=pack_id) from None
