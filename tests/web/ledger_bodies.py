"""A good body for each command of the ledger."""

from tests.web.platform_app import HOME, Json

OF_THE_LEDGER = {
    "<hold_id>": "no-such-hold",
    "<command_id>": "no-such-command",
    "<pack_id>": "nanjing-1",
    "<hours_id>": "no-such-hours",
    "<account>": f"book:{HOME}:member:nobody",
}
"""What stands for the variable parts of the ledger's addresses."""


def ledger_bodies(member_id: str) -> dict[str, Json]:
    """Return a body for each command of the ledger, by the command's name."""
    account, pool = f"book:{HOME}:member:{member_id}", f"book:{HOME}:pool"
    return {
        "ListService": {
            "community_code": HOME,
            "service_kind": "PHONE_CARE",
            "minutes": 30,
            "monthly_quota": 5,
            "lead_hours": 24,
            "least_age": 60,
        },
        "AmendEntry": {
            "minutes": 45,
            "monthly_quota": 6,
            "lead_hours": 12,
            "least_age": 0,
            "state": "LISTED",
        },
        "OrderRedemption": {
            "entry_id": "no-such-entry",
            "starts_at": "2026-12-01T09:00:00+08:00",
            "ends_at": "2026-12-01T10:00:00+08:00",
            "resident_id": member_id,
            "payer_id": member_id,
            "paid_by": "MEMBER",
            "seen": "IDENTITY_CARD",
            "consent": "SPOKEN",
            "hardship": False,
        },
        "MakeTransfer": {"verb": "TRANSFER", "from_account": account, "to_account": pool, "minutes": 10},
        "MakeHold": {
            "account": account,
            "for_account": pool,
            "minutes": 10,
            "expires_at": "2026-12-01T00:00:00+08:00",
        },
        "PostHold": {"community_code": HOME, "minutes": 10},
        "VoidHold": {"community_code": HOME},
        "ReverseTransfer": {"community_code": HOME, "transfer_id": "no-such-transfer"},
        "SetLimit": {"account": account, "minutes": -60},
        "ChooseRules": {"pack": "nanjing-1", "starts_on": "2027-01-01"},
        "GiveCredits": {
            "community_code": HOME,
            "minutes": 10,
            "receiver_id": None,
            "phone": "13900100999",
            "name": "王安",
        },
        "DonateCredits": {"community_code": HOME, "minutes": 10},
        "HandToHeir": {"phone": "13900100999", "name": "王安", "shown": "户口簿"},
        "ChooseAbove": {"community_code": HOME, "above": "HONOUR"},
        "AskCorrection": {"account": account, "unit": "CREDIT", "minutes": 10, "reason": "MISCOUNTED"},
    }
