"""The kinds of service there are, as they stand before a city's rule pack changes them.

What law requires rests on general knowledge of the laws named; a city has it checked before it goes live.
Sources: 志愿服务条例 15–17; 食品安全法 45; 未成年人保护法 62; 民政部令67号 18–21.
"""

from collections.abc import Mapping
from types import MappingProxyType

from services.matching.domain.errors import UnknownServiceKind
from services.matching.domain.group_kinds import GROUP_KINDS
from services.matching.domain.home_kinds import HOME_KINDS
from services.matching.domain.kind_shapes import ServiceKind
from shared.kernel.words import Words

SERVICE_KINDS: Mapping[str, ServiceKind] = MappingProxyType(
    {kind.code: kind for kind in sorted((*HOME_KINDS, *GROUP_KINDS), key=lambda kind: kind.number)}
)


def kind_of(code: str) -> ServiceKind:
    """Return the kind of service with this code.

    Raises:
        UnknownServiceKind: If there is none.
    """
    kind = SERVICE_KINDS.get(code)
    if kind is None:
        raise UnknownServiceKind(service_kind=code)
    return kind


def name_of_kind(code: str) -> Words | None:
    """Return what people call a kind of service, or None if there is none of this code."""
    kind = SERVICE_KINDS.get(code)
    return kind.name if kind else None
