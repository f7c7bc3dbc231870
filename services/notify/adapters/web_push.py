"""Web push: what is encrypted for one browser is handed to its maker's push service, signed by us.

Source: RFC 8030 (delivery), RFC 8291 (encryption), RFC 8292 (VAPID).
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02

from services.notify.adapters.gateway import posted
from services.notify.domain.channels import topic_of
from services.notify.domain.deliveries import NotNow, Refused
from services.notify.domain.devices import Subscription
from services.notify.domain.messages import Message
from services.notify.domain.notices import NoticeKind
from shared.kernel.clock import Clock
from shared.kernel.errors import BadInput, FieldFault
from shared.kernel.ids import nonce

_SIGNED_FOR: Final = timedelta(hours=12)
_LOOPBACK: Final = "127.0.0.1"
_NONCE_BYTES: Final = 12
_AUTH_BYTES: Final = 16
_PASSING: Final = frozenset({408, 425, 429})
_GONE: Final = frozenset({404, 410})

_NOT_A_SERVICE: Final = FieldFault(
    field="endpoint",
    code="push-service-not-allowed",
    zh="这个浏览器的推送服务不在本平台可用之列，请换一个浏览器，或改用短信、邮件",
    en="This platform does not use the push service of this browser; take another browser, or text messages or e-mail",
)
_NOT_A_KEY: Final = FieldFault(
    field="p256dh",
    code="not-a-push-key",
    zh="浏览器给的推送密钥不对，请关掉再打开一次",
    en="The keys that the browser gave are wrong; please switch it off and on again",
)


class Gone(Refused):
    """The browser is not there any more: its owner took the permission away, or never opens it."""

    code = "device-gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class PushKeys:
    """Made once, kept with the other keys.

    Attributes:
        signing: Tells push services who we are; browsers are bound to it.
        sealing: Hides the addresses of browsers in the database, 32 bytes.
    """

    signing: ec.EllipticCurvePrivateKey
    sealing: bytes


def fresh_signing_key() -> bytes:
    """Return the file of a new key, for a platform that has none."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def push_keys(signing_file: bytes, sealing: bytes) -> PushKeys:
    """Return the keys in a file's bytes and a secret."""
    signing = load_pem_private_key(signing_file, None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey), "the key of push services is no key of a curve"
    return PushKeys(signing=signing, sealing=sealing)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPush:
    """The push services of browsers.

    Attributes:
        keys: Ours.
        contact: Address at which push services reach the operator.
        hosts: Those spoken to; ``*.`` at the beginning stands for any name before the rest.
        clock: Dates what is signed.
    """

    keys: PushKeys
    contact: str
    hosts: tuple[str, ...]
    clock: Clock

    @property
    def public_key(self) -> str:
        """Return what a browser binds itself to."""
        return _text(_point(self.keys.signing.public_key()))

    def sealed(self, subscription: Subscription, owner_id: str) -> str:
        """Return a subscription as it is kept.

        Raises:
            BadInput: If we do not speak to its service, or its keys are none.
        """
        self._check(subscription)
        fresh = nonce(_NONCE_BYTES)
        said = json.dumps([subscription.endpoint, subscription.p256dh, subscription.auth]).encode()
        return _text(fresh + AESGCM(self.keys.sealing).encrypt(fresh, said, owner_id.encode()))

    def opened(self, sealed: str, owner_id: str) -> str:
        """Return where a message for a device goes, as :meth:`send` takes it."""
        kept = _bytes(sealed)
        cipher = AESGCM(self.keys.sealing)
        return cipher.decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], owner_id.encode()).decode()

    def send(self, message: Message) -> str:
        """Hand what a browser is told to its push service; return the receipt.

        Raises:
            Gone: If the browser is not there any more.
            Refused: If the service will never take it.
            NotNow: If it does not answer or asks to wait.
        """
        endpoint, p256dh, auth = json.loads(message.to)
        body = http_ece.encrypt(
            _payload(message),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_bytes(p256dh),
            auth_secret=_bytes(auth),
        )
        return _receipt(posted(endpoint, body, self._headers(endpoint, message)), message)

    def _check(self, subscription: Subscription) -> None:
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(subscription.p256dh))
            is_key = len(_bytes(subscription.auth)) == _AUTH_BYTES
        except ValueError:
            is_key = False
        if not self._is_spoken_to(subscription.endpoint):
            raise BadInput(faults=(_NOT_A_SERVICE,))
        if not is_key:
            raise BadInput(faults=(_NOT_A_KEY,))

    def _is_spoken_to(self, endpoint: str) -> bool:
        """Tell whether an address is one of the services named: we must not be made to call whatever a browser says."""
        try:
            parts = urlsplit(endpoint)
            named, has_port = parts.hostname or "", parts.port is not None
        except ValueError:
            return False
        if named == _LOOPBACK:
            return _LOOPBACK in self.hosts and parts.scheme == "http"
        is_plain = parts.scheme == "https" and not has_port and parts.username is None
        return is_plain and any(
            named.endswith(host[1:]) if host.startswith("*.") else named == host for host in self.hosts
        )

    def _headers(self, endpoint: str, message: Message) -> dict[str, str]:
        now, parts = self.clock.now(), urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "sub": f"mailto:{self.contact}",
            "exp": int((now + _SIGNED_FOR).timestamp()),
        }
        return {
            **Vapid02(self.keys.signing).sign(claims),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, int((message.expires_at - now).total_seconds()))),
            "Topic": _text(hashlib.sha256(message.id.encode()).digest()[:24]),
        }


def _payload(message: Message) -> bytes:
    """Return what the browser is told: of what kind it is, and where to look; nothing of anybody."""
    said = {
        "id": message.id,
        "topic": topic_of(NoticeKind(message.kind)).value,
        "link": message.link,
        "language": message.language,
    }
    return json.dumps(said).encode()


def _receipt(answer: httpx.Response, message: Message) -> str:
    reason = f"http-{answer.status_code}"
    if answer.is_success:
        return message.id
    if answer.status_code in _GONE:
        raise Gone(reason="device-gone")
    if answer.status_code in _PASSING or answer.is_server_error:
        raise NotNow(reason=reason)
    raise Refused(reason=reason)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
