"""Classes of community social organisations, as the plans sort them."""

from collections.abc import Mapping
from types import MappingProxyType

from shared.kernel.words import Words

PARTY_CLASSES: Mapping[str, Words] = MappingProxyType(
    {
        "LIFE_SERVICE": Words("生活服务类", "Everyday services"),
        "PUBLIC_BENEFIT": Words("公益慈善类", "Public benefit and charity"),
        "RELIEF": Words("救助帮扶类", "Relief and support"),
        "MUTUAL_AID": Words("居民互助类", "Mutual aid of residents"),
    }
)
"""By code; a city that sorts into three leaves out RELIEF. Source: 江苏 十二 (four), 昆明 2 (three)."""
