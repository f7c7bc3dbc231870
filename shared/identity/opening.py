"""Identity, opened: members, sessions, readings and communities, ready for every service."""

from dataclasses import dataclass

from shared.identity.actor import Actor
from shared.identity.communities import Communities, load_communities
from shared.identity.documents import DocumentKeys
from shared.identity.kinship import Kinship, Relatives, open_kinships
from shared.identity.member import Member, MemberStatus
from shared.identity.members import open_members
from shared.identity.passwords import Passwords
from shared.identity.people import People
from shared.identity.readings import Readings
from shared.identity.sessions import Session, Sessions
from shared.identity.stored import STORED
from shared.identity.throttle import SignInThrottle
from shared.kernel.clock import Clock
from shared.kernel.errors import NotSignedIn
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The shared kernel of who is who. Every service reads it through ``people``; only the register writes it."""

    clock: Clock
    ids: Ids
    members: Aggregates[Member]
    people: People
    kinships: Aggregates[Kinship]
    relatives: Relatives
    sessions: Sessions
    readings: Readings
    communities: Communities
    throttle: SignInThrottle
    passwords: Passwords
    keys: DocumentKeys

    def find_actor(self, token: str) -> Actor | None:
        """Return who a session's token signs in, or None; two reads."""
        session = self.sessions.find(token) if token else None
        member = self.members.find(session.member_id) if session else None
        if session is None or member is None or member.status is not MemberStatus.ACTIVE:
            return None
        return actor_of(member, session)

    def actor(self, token: str) -> Actor:
        """Return who a session's token signs in.

        Raises:
            NotSignedIn: If the session is over, or the account suspended or closed.
        """
        found = self.find_actor(token)
        if found is None:
            raise NotSignedIn
        return found


def actor_of(member: Member, session: Session) -> Actor:
    """Return a member as the one who acts through a session."""
    return Actor(
        member_id=member.id,
        session_id=session.id,
        community_code=member.community_code,
        language=member.language,
        name=member.name,
        grants=member.present_grants,
        elderly_mode=member.elderly_mode,
    )


def open_identity(
    clock: Clock,
    ids: Ids,
    *,
    keys: DocumentKeys,
    passwords: Passwords | None = None,
    communities: Communities | None = None,
) -> Identity:
    """Return identity on the connection ``identity``, its indexes made and its communities loaded.

    Args:
        clock: Tells the time.
        ids: Gives ids.
        keys: Of document numbers, from the key file.
        passwords: At another cost, for tests.
        communities: Others than those of the file, for tests.
    """
    members = open_members(clock, ids)
    kinships = open_kinships(clock, ids)
    members.make_indexes()
    kinships.make_indexes()
    for document in STORED:
        document.ensure_indexes()
    readings = Readings(clock)
    return Identity(
        clock=clock,
        ids=ids,
        members=members,
        people=People(members, readings, keys),
        kinships=kinships,
        relatives=Relatives(kinships),
        sessions=Sessions(clock),
        readings=readings,
        communities=load_communities() if communities is None else communities,
        throttle=SignInThrottle(clock),
        passwords=passwords or Passwords(),
        keys=keys,
    )
