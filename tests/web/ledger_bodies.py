"""A good body for each command of the ledger."""

from tests.web.platform_app import HOME, Json


def ledger_bodies(member_id: str) -> dict[str, Json]:
    """Return a body for each command of the ledger, by the command's name."""
    account, pool = f"book:{HOME}:member:{member_id}", f"book:{HOME}:pool"
    return {
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
        "AskCorrection": {"account": account, "unit": "CREDIT", "minutes": 10, "reason": "MISCOUNTED"},
    }
