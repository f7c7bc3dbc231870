"""A broadcast of the town, and a good body for each command of notices."""

from services.notify.domain.broadcasts import Audience, Broadcast, BroadcastState, BroadcastStep
from shared.kernel.words import Words
from tests.web.platform_app import HOME, Json, PlatformApp

BROADCAST = "broadcast-of-the-town"
OF_NOTICES = {"<broadcast_id>": BROADCAST, "<channel>": "SMS", "<device_id>": "no-such-device"}
"""What stands for the parts of paths."""


def add_broadcast(site: PlatformApp, member_id: str) -> None:
    """Keep a broadcast that waits for a second person."""
    now = site.clock.now()
    site.platform.notify.broadcasts.add(
        Broadcast(
            id=BROADCAST,
            community_code=HOME,
            audience=Audience(),
            says=Words("明天停水", "No water tomorrow"),
            steps=(BroadcastStep(state=BroadcastState.WAITING, by=member_id, at=now),),
            expected=3,
            created_at=now,
        )
    )


def notify_bodies() -> dict[str, Json]:
    """Return a body for each command of notices, by the command's name."""
    audience: Json = {
        "community_code": HOME,
        "roles": ["VOLUNTEER"],
        "service_kinds": ["PHONE_CARE"],
        "age_groups": ["ADULT"],
        "danger": False,
    }
    return {
        "CountAudience": audience,
        "WriteBroadcast": {**audience, "zh": "明天停水", "en": "No water tomorrow"},
        "AnswerBroadcast": {"agree": True, "reason": "可以"},
        "ChangePreferences": {
            "quiet": [{"from_minute": 1260, "to_minute": 480}],
            "channels": ["SMS", "EMAIL"],
            "daily": ["OTHER"],
            "inbox_only": ["MINUTES"],
            "digest_minute": 1080,
            "language": "zh",
        },
        "AskAddress": {"email": "neighbour@example.org"},
        "AddDevice": {
            "endpoint": "https://push.example.org/device",
            "p256dh": "B" + "A" * 86,
            "auth": "A" * 22,
        },
        "ConfirmAddress": {"mark": "0" * 32},
        "Receipt": {
            "id": "no-such-delivery",
            "outcome": "FAILED",
            "reason": "number-unknown",
            "signature": f"hmac-sha256={'0' * 64}",
        },
    }
