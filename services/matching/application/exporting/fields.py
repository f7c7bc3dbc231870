"""Which fields can leave, whatever they are called there; the lawful ones follow 民政部令67号, articles 5 to 7."""

from collections.abc import Mapping
from types import MappingProxyType

WHOLE_NUMBER = "document_number"
"""The one field that leaves only if the exporter may confirm documents."""

_SERVICE = (
    "record_id",
    "volunteer_number",
    "name",
    "activity",
    "service_kind",
    "served_at",
    "served_on",
    "place",
    "content",
    "minutes",
    "hours",
    "organisation",
    "confirmed_as",
    "recorded_as",
    "community_code",
)

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "members": (
            "volunteer_number",
            "name",
            "sex",
            "born_on",
            "document_type",
            "document_masked",
            WHOLE_NUMBER,
            "community_code",
            "area",
            "phone",
            "address",
            "skills",
            "registered_on",
        ),
        "records": _SERVICE,
        "hours": _SERVICE,
    }
)
"""Fields by kind of export."""
