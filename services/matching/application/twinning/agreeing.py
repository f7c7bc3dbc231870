"""Proposing, agreeing to and ending a twinning, and recording visits."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.parties.acting import approved_party
from services.matching.application.twinning.commands import (
    AnswerTwinning,
    EndTwinning,
    ProposeTwinning,
    TellVisit,
)
from services.matching.application.twinning.who import check_acts_on_a_side, check_can_answer, sides_of
from services.matching.domain.errors import ReasonRequired
from services.matching.domain.twinning.errors import TwinnedAlready
from services.matching.domain.twinning.twinning import Side, Twinning, TwinningState, TwinVisit
from shared.events.twinning import TwinningChanged
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.kernel.errors import AlreadyThere, Forbidden
from shared.kernel.ids import derived_id


def propose_twinning(m: Matching, actor: Actor, asked: ProposeTwinning, twinning_id: str) -> Twinning:
    """Return the proposal; asked again under the same id, the one that stands.

    Raises:
        PartyNotApproved: If the body may not act.
        Forbidden: If the actor is of neither side.
        DaysReversed: If it would end before it begins.
        TwinnedAlready: If there is one between the two.
    """
    party = approved_party(m, asked.party_id)
    code = m.communities.known(asked.community_code).code
    sides = sides_of(actor, party.id, code)
    if not sides:
        raise Forbidden
    side = Side.PARTY if Side.PARTY in sides else Side.COMMUNITY
    made = _twinning_of(m, actor, asked, side, twinning_id)
    made.check_days()
    return _added(m, made, actor)


def _twinning_of(m: Matching, actor: Actor, asked: ProposeTwinning, side: Side, id_: str) -> Twinning:
    now = m.clock.now()
    return Twinning(
        id=id_,
        party_id=asked.party_id,
        community_code=asked.community_code,
        purpose=asked.purpose,
        visits_a_year=asked.visits_a_year,
        from_on=asked.from_on,
        until_on=asked.until_on,
        proposed_by=side,
        made_by=actor.member_id,
        created_at=now,
        changed_at=now,
    )


def _added(m: Matching, made: Twinning, actor: Actor) -> Twinning:
    try:
        return m.twinnings.add(made, _changed(m, made, actor))
    except AlreadyThere as cause:
        known = m.twinnings.find(made.id)
        if known is None:
            raise TwinnedAlready from cause
        return known


def answer_twinning(m: Matching, actor: Actor, twinning_id: str, asked: AnswerTwinning) -> Twinning:
    """Return the agreement, agreed or refused by the other side; the same answer again changes nothing.

    Raises:
        NotFound: If the actor may not know of it.
        OtherSideAgrees: If the actor is of the side that proposed.
        ReasonRequired: If it is refused without one.
        IllegalStep: If it was answered otherwise, or ended.
    """
    twinning = m.twinnings.get(twinning_id)
    check_can_answer(actor, twinning)
    if not (asked.agree or asked.reason):
        raise ReasonRequired
    there = TwinningState.AGREED if asked.agree else TwinningState.REFUSED
    return _moved(m, actor, twinning, there, "" if asked.agree else asked.reason)


def end_twinning(m: Matching, actor: Actor, twinning_id: str, asked: EndTwinning) -> Twinning:
    """Return the agreement ended by either side, or the proposal taken back; its visits stay on record.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor is of neither side.
        IllegalStep: If it was refused.
    """
    twinning = m.twinnings.get(twinning_id)
    check_acts_on_a_side(actor, twinning)
    return _moved(m, actor, twinning, TwinningState.ENDED, asked.reason)


def tell_visit(m: Matching, actor: Actor, twinning_id: str, asked: TellVisit) -> Twinning:
    """Return the agreement with a visit recorded; the same day and words again change nothing.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor is of neither side.
        VisitOutside: If the day lies outside the agreement, or ahead.
    """
    twinning = m.twinnings.get(twinning_id)
    check_acts_on_a_side(actor, twinning)
    now = m.clock.now()
    id_ = derived_id("twin-visit", twinning.id, asked.on.isoformat(), asked.what)
    visit = TwinVisit(id=id_, on=asked.on, what=asked.what, told_by=actor.member_id)
    after = twinning.visited(visit, day_in_china(now))
    return twinning if after is twinning else m.twinnings.save(replace(after, changed_at=now))


def _moved(m: Matching, actor: Actor, twinning: Twinning, there: TwinningState, reason: str) -> Twinning:
    moved = twinning.step(there, reason)
    if moved is twinning:
        return twinning
    moved = replace(moved, changed_at=m.clock.now())
    return m.twinnings.save(moved, _changed(m, moved, actor))


def _changed(m: Matching, twinning: Twinning, actor: Actor) -> TwinningChanged:
    party = m.parties.get(twinning.party_id)
    return TwinningChanged(
        twinning_id=twinning.id,
        party_id=twinning.party_id,
        community_code=twinning.community_code,
        state=twinning.state,
        made_by=twinning.made_by,
        staff_ids=party.staff_ids,
        by=actor.member_id,
    )
