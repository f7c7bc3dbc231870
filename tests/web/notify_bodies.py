"""A good body for each command of notices."""

from tests.web.platform_app import Json


def notify_bodies() -> dict[str, Json]:
    """Return a body for each command of notices, by the command's name."""
    return {
        "ChangePreferences": {
            "quiet": [{"from_minute": 1260, "to_minute": 480}],
            "channels": ["SMS", "EMAIL"],
            "daily": ["OTHER"],
            "inbox_only": ["MINUTES"],
            "digest_minute": 1080,
            "language": "zh",
        },
        "AskAddress": {"email": "neighbour@example.org"},
        "ConfirmAddress": {"mark": "0" * 32},
        "Receipt": {
            "id": "no-such-delivery",
            "outcome": "FAILED",
            "reason": "number-unknown",
            "signature": f"hmac-sha256={'0' * 64}",
        },
    }
