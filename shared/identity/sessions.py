"""Who is signed in where: kept in the database, so that a restart signs nobody out."""

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pymongo.collection import Collection

from shared.identity.stored import SessionDocument
from shared.kernel.clock import Clock
from shared.kernel.ids import nonce

LASTS = timedelta(days=30)
SEEN_EVERY = timedelta(days=1)
"""A session in use is prolonged, at one write a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in on one device.

    Attributes:
        id: Hash of the token.
        member_id: Who signed in.
        expires_at: When it ends unless used before, UTC.
        device: What the browser or program calls itself, cut short.
    """

    id: str
    member_id: str
    expires_at: datetime
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedSession:
    """A new session with its token, which is told once and kept nowhere."""

    token: str
    session: Session


class Sessions:
    """Issues, finds and ends sessions; each is one document, found by the hash of its token."""

    def __init__(self, clock: Clock) -> None:
        """Take the clock sessions end by."""
        self._clock = clock

    def issue(self, member_id: str, *, device: str = "") -> IssuedSession:
        """Return a fresh session and its token of 32 unpredictable bytes, URL-safe."""
        token = base64.urlsafe_b64encode(nonce(32)).decode().rstrip("=")
        now = self._clock.now()
        document = SessionDocument(
            id=session_id(token),
            member_id=member_id,
            device=device[:120],
            created_at=now,
            last_seen_at=now,
            expires_at=now + LASTS,
            expires_day=(now + LASTS).date().isoformat(),
        )
        SessionDocument.objects.insert(document, load_bulk=False)
        return IssuedSession(token=token, session=_session(document))

    def find(self, token: str) -> Session | None:
        """Return the session of a token, or None if there is none or it is over; one read, a write once a day."""
        documents: Collection[dict[str, Any]] = SessionDocument._get_collection()  # noqa: SLF001 -- mongoengine offers no public name, and its own reading takes each request half a millisecond
        found, now = documents.find_one({"_id": session_id(token)}), self._clock.now()
        if found is None or found["expires_at"] <= now:
            return None
        session = Session(
            id=found["_id"],
            member_id=found["member_id"],
            expires_at=found["expires_at"],
            device=found.get("device") or "",
        )
        if now - found["last_seen_at"] < SEEN_EVERY:
            return session
        return self._prolonged(session, now)

    def end(self, id_: str) -> None:
        """End one session; ending it twice is ending it once."""
        SessionDocument.objects(id=id_).delete()

    def end_all(self, member_id: str, *, but: str | None = None) -> int:
        """End every session of a member, save the one of id ``but``; return how many."""
        ended = [
            each.id for each in SessionDocument.objects(member_id=member_id).only("id") if each.id != but
        ]
        for id_ in ended:
            self.end(id_)
        return len(ended)

    def of(self, member_id: str) -> tuple[Session, ...]:
        """Return the sessions of a member that are not over."""
        now = self._clock.now()
        return tuple(
            _session(each) for each in SessionDocument.objects(member_id=member_id) if each.expires_at > now
        )

    def forget_expired(self, now: datetime) -> int:
        """Remove the sessions that ended yesterday or in the month before; return how many."""
        gone = 0
        for days in range(1, 32):
            day = (now - timedelta(days=days)).date().isoformat()
            gone += int(SessionDocument.objects(expires_day=day).delete() or 0)
        return gone

    def _prolonged(self, session: Session, now: datetime) -> Session:
        SessionDocument.objects(id=session.id).update_one(
            set__last_seen_at=now,
            set__expires_at=now + LASTS,
            set__expires_day=(now + LASTS).date().isoformat(),
        )
        return replace(session, expires_at=now + LASTS)


def session_id(token: str) -> str:
    """Return the id of a token's session: its SHA-256, so that the database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


def _session(document: SessionDocument) -> Session:
    return Session(
        id=document.id,
        member_id=document.member_id,
        expires_at=document.expires_at,
        device=document.device or "",
    )
