"""A part of the town's need and goods that could answer it, and a good body for each command of giving."""

from tests.web.platform_app import Json, Person

RICE: Json = {
    "kind": "GOODS",
    "title": "大米和油",
    "category": "FOOD",
    "quantity": 1,
    "professional": False,
    "starts_at": None,
    "ends_at": None,
    "due_at": None,
}
GOODS: Json = {
    "item": "大米",
    "category": "FOOD",
    "unit": "袋",
    "quantity": 50,
    "best_before_on": "2027-11-23",
    "hand_over": "PICK_UP",
    "place": "慈善小屋",
}
_OTHERS: Json = {"funds": None, "venue": None}


def asked_part(staff: Person, need_id: str) -> str:
    """Return the id of a part that staff asked for in a need."""
    need = staff.did(f"/matching/v1/needs/{need_id}/parts", {"parts": [RICE]})
    parts = need["parts"]
    assert isinstance(parts, list)
    return str(parts[0]["id"])


def offered_goods(staff: Person) -> str:
    """Return the id of an offer of goods."""
    return str(staff.did("/matching/v1/offers", {"kind": "GOODS", "goods": GOODS})["id"])


def giving_bodies(goods_id: str) -> dict[str, Json]:
    """Return a body for each command of giving, by the command's name."""
    return {
        "AskParts": {"parts": [RICE]},
        "ReservePart": {"offer_id": goods_id, "party_id": None, "quantity": 1},
        "ReleasePart": {"reason": "用不上了"},
        "HandOverPart": {"quantity": 1},
        "ConfirmPart": {"quantity": 1},
        "MakeOffer": {
            "kind": "GOODS",
            "party_id": None,
            "service_kinds": [],
            "radius_metres": 2000,
            "point": {"longitude": 103.83, "latitude": 30.05},
            "note": "早上",
            "goods": GOODS,
            **_OTHERS,
        },
        "AmendOffer": {
            "service_kinds": ["PHONE_CARE"],
            "radius_metres": 2000,
            "point": {"longitude": 103.83, "latitude": 30.05},
            "note": "早上",
            "state": "OPEN",
            "goods": None,
            **_OTHERS,
        },
    }
