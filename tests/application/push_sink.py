"""A browser and its maker's push service on loopback: what arrives is checked and decrypted as a browser would."""

import base64
import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from services.notify.application.ringing import AddDevice
from shared.kernel.ids import nonce
from tests.application.sinks import Posted, WebSink


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def decrypted(body: bytes, key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """Return what one record holds, step by step as the standard says it, by none of the code that encrypts.

    Source: RFC 8291 3.4; RFC 8188 2.
    """
    salt, record_size, id_length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, record = body[21 : 21 + id_length], body[21 + id_length :]
    assert len(record) <= record_size
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    own = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    secret = _derived(
        key.exchange(ec.ECDH(), theirs), salt=auth, info=b"WebPush: info\0" + own + sender, length=32
    )
    content_key = _derived(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce_of_record = _derived(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    padded = AESGCM(content_key).decrypt(nonce_of_record, record, None).rstrip(b"\0")
    assert padded[-1:] == b"\2", "the mark of the last record"
    return padded[:-1]


def _derived(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


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
        found = json.loads(decrypted(call.body, self.key, self.auth))
        assert isinstance(found, dict)
        return found
