"""A browser and its maker's push service on loopback: what arrives is checked and decrypted as a browser would."""

import base64
import json
from dataclasses import dataclass, field

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from services.notify.application.ringing import AddDevice
from shared.kernel.ids import nonce
from tests.application.sinks import Posted, WebSink


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@dataclass(kw_only=True)
class Browser:
    """One browser, as its push service knows it."""

    service: WebSink
    name: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: nonce(16))

    @property
    def subscription(self) -> AddDevice:
        """Return what it gives to be rung by."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        endpoint = f"http://127.0.0.1:{self.service.port}/{self.name}"
        return AddDevice(endpoint=endpoint, p256dh=_text(point), auth=_text(self.auth))

    @property
    def rung(self) -> list[Posted]:
        return [call for call in self.service.calls if call.path == f"/{self.name}"]

    def heard(self) -> list[dict[str, str]]:
        """Return what it was told, in order."""
        return [self._read(call) for call in self.rung]

    def _read(self, call: Posted) -> dict[str, str]:
        assert call.headers["Content-Encoding"] == "aes128gcm"
        assert Vapid02.verify(call.headers["Authorization"])
        opened = http_ece.decrypt(call.body, private_key=self.key, auth_secret=self.auth)
        found = json.loads(opened)
        assert isinstance(found, dict)
        return found
