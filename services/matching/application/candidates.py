"""Who may be proposed: open offers of service, joined in memory with what the register and the diaries say."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from services.matching.domain.candidate import Candidate
from services.matching.domain.diary import Diary
from services.matching.domain.index.warming import warm_kernels
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer, OfferKind, OfferState
from services.matching.domain.ranking import Ranked, RankingPolicy
from services.matching.domain.roster import Roster
from services.matching.domain.week import instants_of, spans_of
from shared.identity.member import MemberStatus
from shared.identity.people import People, Person
from shared.kernel.clock import Clock, unix_millis
from shared.logs import log
from shared.storage.aggregates import Aggregates

OVERLAP = timedelta(seconds=5)
"""A change is stamped before it is written: each reading looks back so far for what was written since."""
EVERYTHING = 10_000_000
KERNELS_FROM = 20_000
"""With fewer candidates numpy answers in 0.1 to 0.2 ms, and 70 MB and the seconds of compiling are spared."""


class Candidates:
    """Candidates in a roster; every question is answered from the documents as they stand.

    The first question reads all of them, each later one only what changed since; a changed member, offer or diary makes
    that member's candidates anew. Safe for several threads.
    """

    def __init__(
        self, clock: Clock, people: People, offers: Aggregates[Offer], diaries: Aggregates[Diary]
    ) -> None:
        """Bind what candidates are made of."""
        self._clock, self._people = clock, people
        self._offers, self._diaries = offers, diaries
        self._turn = threading.Lock()
        self._read_at: datetime | None = None
        self._persons: dict[str, Person] = {}
        self._offers_of: dict[str, dict[str, Offer]] = defaultdict(dict)
        self._diary_of: dict[str, Diary] = {}
        self._roster = Roster()
        self._warming = False

    def offering(self, service_kind: str) -> list[Candidate]:
        """Return who offers a kind of service, as of now."""
        with self._turn:
            self._refresh()
            return self._roster.offering(service_kind)

    def best(self, need: Need, policy: RankingPolicy) -> tuple[Ranked, ...]:
        """Return the best candidates for a need who keep every hard rule, best first, as of now."""
        with self._turn:
            self._refresh()
            return self._roster.best(need, policy, self._offers_by(policy.familiar))

    def suiting(self, need: Need, policy: RankingPolicy, member_ids: Iterable[str]) -> tuple[Ranked, ...]:
        """Return those of some members who keep every hard rule of a need, best first, as of now."""
        with self._turn:
            self._refresh()
            return self._roster.suiting(need, policy, self._offers_by(member_ids))

    def of_member(self, person: Person) -> tuple[Candidate, ...]:
        """Return somebody as a candidate by each of their open offers, or as one who offers nothing."""
        with self._turn:
            self._refresh()
            diary = self._diary_of.get(person.id)
            offers = [each for each in self._offers_of.get(person.id, {}).values() if _is_open(each)]
            return tuple(candidate_of(person, each, diary) for each in offers or (None,))

    def loads(self, community_code: str) -> list[int]:
        """Return how many services each has who lives in a community and offers some, of the last month and to come."""
        with self._turn:
            self._refresh()
            return [
                len(diary.entries) if (diary := self._diary_of.get(person.id)) else 0
                for person in self._persons.values()
                if person.community_code == community_code and self._offers_of.get(person.id)
            ]

    def _offers_by(self, member_ids: Iterable[str]) -> list[str]:
        return [offer_id for each in member_ids for offer_id in self._offers_of.get(each, {})]

    def refresh(self) -> None:
        """Read what changed, so that the next question has little to read."""
        with self._turn:
            self._refresh()

    def _refresh(self) -> None:
        now = self._clock.now()
        since = self._read_at - OVERLAP if self._read_at else None
        changed = {
            *self._learn_persons(since),
            *self._learn_offers(since),
            *self._learn_diaries(since),
        }
        self._roster.put_all([each for member_id in changed for each in self._made_anew(member_id)])
        self._read_at = now
        if len(self._roster) >= KERNELS_FROM and not self._warming:
            self._warming = True
            threading.Thread(target=self._warm, name="matching-kernels", daemon=True).start()

    def _warm(self) -> None:
        """Compile the kernels beside everything else; until they are there, and where none can be, numpy answers."""
        try:
            tools = warm_kernels()
        except (ImportError, OSError, RuntimeError) as cause:
            log.warning("matching works without kernels", extra={"cause": type(cause).__name__})
            return
        with self._turn:
            self._roster.use(tools)

    def _learn_persons(self, since: datetime | None) -> Iterable[str]:
        found = self._people.helpers_changed_since(since, limit=EVERYTHING)
        news = [each for each in found if self._persons.get(each.id) != each]
        self._persons.update((each.id, each) for each in news)
        return [each.id for each in news]

    def _learn_offers(self, since: datetime | None) -> Iterable[str]:
        query = {"state": OfferState.OPEN.value} if since is None else _changed(since)
        news = []
        for offer in self._offers.where(query, limit=EVERYTHING):
            known = self._offers_of[offer.member_id]
            if known.get(offer.id) != offer:
                known[offer.id] = offer
                news.append(offer.member_id)
        return news

    def _learn_diaries(self, since: datetime | None) -> Iterable[str]:
        query = {} if since is None else _changed(since)
        news = []
        for diary in self._diaries.where(query, limit=EVERYTHING):
            known = self._diary_of.get(diary.id)
            if known is None or known.version < diary.version:
                self._diary_of[diary.id] = diary
                news.append(diary.id)
        return news

    def _made_anew(self, member_id: str) -> Iterator[Candidate]:
        person = self._persons.get(member_id)
        there = person is not None and person.status is MemberStatus.ACTIVE
        for offer in self._offers_of.get(member_id, {}).values():
            if not there or not _is_open(offer):
                self._roster.drop(offer.id)
            elif person is not None:
                yield candidate_of(person, offer, self._diary_of.get(member_id))


def _is_open(offer: Offer) -> bool:
    return offer.kind is OfferKind.SERVICE and offer.state is OfferState.OPEN


def _changed(since: datetime) -> dict[str, object]:
    return {"changed_millis": {"$gte": unix_millis(since)}}


def candidate_of(person: Person, offer: Offer | None, diary: Diary | None) -> Candidate:
    """Return a person with one open offer as ranking sees them, or with none."""
    entries, special = diary.entries if diary else (), person.special_days
    return Candidate(
        member_id=person.id,
        offer_id=offer.id if offer else "",
        community_code=person.community_code,
        service_kinds=frozenset(offer.service_kinds if offer else ()),
        skills=frozenset(person.skills),
        certificates=frozenset(each.code for each in person.certificates if each.confirmed),
        attestations=person.attestations,
        spans=spans_of((each.weekday, each.from_minute, each.to_minute) for each in person.availability),
        away=tuple((each.first_on, each.last_on) for each in special.absences),
        extra=tuple(instants_of(each.on, each.from_minute, each.to_minute) for each in special.extra_times),
        birth_date=person.birth_date,
        guardian_consented=person.guardian_consented,
        identity_level=int(person.identity_level),
        point=(offer.point if offer else None) or person.point,
        radius_metres=(offer.radius_metres if offer else 0) or person.radius_metres,
        busy=tuple((each.starts_at, each.ends_at) for each in entries),
        most_a_day=person.most_a_day,
        most_a_week=person.most_a_week,
        recent_services=len(entries),
        plainly=person.ranked_plainly,
    )
