"""How a call to another system says that it is ours: an HMAC over its instant and its body, under the name of its algorithm."""

import hmac
from typing import Final

ALGORITHM: Final = "hmac-sha256"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a call: HMAC over timestamp, a dot and the body; it names its algorithm."""
    mark = hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()
    return f"{ALGORITHM}={mark}"


def signed_headers(secret: str, timestamp: str, body: bytes) -> dict[str, str]:
    """Return what a call carries beside its body, so that the other side knows whose it is and how old."""
    return {"X-Linli-Timestamp": timestamp, "X-Linli-Signature": signature(secret, timestamp, body)}
