"""A body of the town, and a good body for each command of parties."""

from datetime import datetime

from services.matching.application.parties.commands import (
    AddPartyStaff,
    AmendParty,
    RegisterParty,
    ReviewParty,
    SuspendParty,
)
from services.matching.domain.parties.party import Party, PartyKind
from tests.web.platform_app import HOME, Json, PlatformApp

REGISTERED = "registered-body"


def add_party(site: PlatformApp, staff_id: str) -> None:
    """Keep a body that waits for review."""
    now: datetime = site.platform.matching.clock.now()
    site.platform.matching.parties.add(
        Party(
            id=REGISTERED,
            kind=PartyKind.SOCIAL_ORGANISATION,
            name="邻里助老服务中心",
            credit_code="91110108551385082Q",
            community_codes=(HOME,),
            district_code=HOME[:6],
            contact_name="周明",
            contact_phone="+8613800000001",
            staff_ids=(staff_id,),
            registered_by=staff_id,
            created_at=now,
            changed_at=now,
        )
    )


def party_bodies(phone: str) -> dict[str, Json]:
    """Return a body for each command of parties, by the command's name."""
    said: Json = {
        "name": "邻里为老服务中心",
        "about": "助老",
        "contact_name": "周明",
        "contact_phone": "13800000001",
        "class_code": "MUTUAL_AID",
    }
    registered: Json = {
        **said,
        "kind": "SOCIAL_ORGANISATION",
        "credit_code": "91110000600037341L",
        "filing_number": None,
        "responsible_party_id": None,
        "community_code": HOME,
        "raises_funds": False,
    }
    bodies: dict[type, Json] = {
        RegisterParty: registered,
        AmendParty: {**said, "incubation": "GROWING"},
        ReviewParty: {"approve": True, "reason": "材料齐全"},
        SuspendParty: {"reason": "核查投诉"},
        AddPartyStaff: {"phone": phone, "in_my_place": False},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
