"""The bodies of the example: an organisation that is only filed, a charity, and a team that waits for review."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.demo.client import Caller, Json

ORGANISER, STEWARD = "organiser", "charity steward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body to register.

    Attributes:
        by: Who registers it.
        says: What the form says beside community and contact.
        under: Name of the body it is a team of.
        approved: Whether the community has looked at it.
    """

    by: str
    contact: str
    phone: str
    says: Json
    under: str | None = None
    approved: bool = True


_ORGANISATION = "先锋银龄助老服务社"
_BODIES = (
    Body(
        by=ORGANISER,
        contact="何丽",
        phone="13800138009",
        says={
            "kind": "SOCIAL_ORGANISATION",
            "name": _ORGANISATION,
            "filing_number": "东坡备字2026-018",
            "class_code": "LIFE_SERVICE",
            "about": "为独居和高龄老人上门理发、陪诊、教用手机。",
        },
    ),
    Body(
        by=STEWARD,
        contact="郑和平",
        phone="13800138010",
        says={
            "kind": "CHARITY",
            "name": "东坡邻里慈善会",
            "credit_code": "53511402MJ0000001U",
            "about": "为困难家庭提供米面油、助学金和应急物资。",
            "raises_funds": True,
        },
    ),
    Body(
        by=ORGANISER,
        contact="何丽",
        phone="13800138009",
        says={"kind": "VOLUNTEER", "name": "先锋邻里巡逻队", "about": "晚间巡逻，提醒关火关门。"},
        under=_ORGANISATION,
        approved=False,
    ),
)


def make_parties(people: Mapping[str, Caller], staff: Caller, community_code: str) -> str:
    """Register the bodies and let staff approve them; what is there already is left as it is. Return the organisation's id."""
    ids: dict[str, str] = {}
    for number, body in enumerate(_BODIES):
        name = str(body.says["name"])
        asked: Json = {
            **body.says,
            "community_code": community_code,
            "contact_name": body.contact,
            "contact_phone": body.phone,
        }
        if body.under:
            asked["responsible_party_id"] = ids[body.under]
        ids[name] = str(
            people[body.by].post("/matching/v1/parties", asked, key=f"example-party-{number}")["id"]
        )
        if body.approved:
            staff.post(f"/matching/v1/parties/{ids[name]}/review", {"approve": True})
    return ids[_ORGANISATION]
