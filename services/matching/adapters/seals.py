"""The city's e-seal service: a PDF goes there by one signed HTTP call and comes back with the official seal on it."""

from dataclasses import dataclass
from typing import Final

import httpx

from shared.kernel.call_marks import signed_headers
from shared.kernel.clock import Clock, unix_millis
from shared.kernel.errors import Unavailable

MOST_BYTES: Final = 10 * 1024 * 1024
_WAIT_SECONDS: Final = 20.0
_PDF: Final = b"%PDF-"


class SealAway(Unavailable):
    """The e-seal service gives no sealed file; no certificate leaves without the seal that was promised."""

    code = "seal-away"
    zh = "电子印章服务暂时不可用，请稍后再下载"
    en = "The e-seal service does not answer; please try again shortly"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealService:
    """Where seals are put on.

    Attributes:
        url: Where a PDF is posted.
        secret: Shared with the service; signs the calls.
        clock: Stamps each call, so that an old one is not played again.
    """

    url: str
    secret: str
    clock: Clock

    def __call__(self, pdf: bytes) -> bytes:
        """Return the sealed file.

        Raises:
            SealAway: If the service does not answer in 20 s, refuses, or answers with something else than a PDF of 10 MB at most.
        """
        timestamp = str(unix_millis(self.clock.now()))
        headers = {"Content-Type": "application/pdf", **signed_headers(self.secret, timestamp, pdf)}
        try:
            answer = httpx.post(self.url, content=pdf, headers=headers, timeout=_WAIT_SECONDS)
        except httpx.HTTPError as cause:
            raise SealAway from cause
        if not answer.is_success or not answer.content.startswith(_PDF) or len(answer.content) > MOST_BYTES:
            raise SealAway
        return answer.content
