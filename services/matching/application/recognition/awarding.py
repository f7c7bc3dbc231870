"""Asking for stars and medals, publishing and giving them, objecting, and taking them back."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.recognition.commands import (
    AnswerObjection,
    AskForAward,
    Object,
    RefuseAward,
    ShowOnBoard,
    WithdrawAward,
)
from services.matching.application.recognition.reaching import (
    Reached,
    award_id_of,
    false_hours_in,
    next_level,
    reached,
)
from services.matching.domain.recognition.award import Award, AwardBan, AwardState, Objection
from services.matching.domain.recognition.errors import (
    AwardBanned,
    BanOutsidePack,
    NothingReached,
    OwnAward,
)
from shared.events.recognition import AwardChanged
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound
from shared.kernel.ids import derived_id


def ask_for_award(m: Matching, actor: Actor, asked: AskForAward) -> Award:
    """Return the award asked for: the next level that hours and quality reach, or the one that was asked for and waits.

    Raises:
        AwardBanned: If false hours keep the actor out.
        NothingReached: If they do not reach it.
    """
    _check_not_banned(m, actor.member_id)
    level = next_level(m, actor.member_id, asked.kind)
    has = reached(m, actor.member_id, actor.community_code)
    if level > has.levels[asked.kind]:
        waits = m.awards.find(award_id_of(actor.member_id, asked.kind, level - 1))
        if waits is None or waits.state is not AwardState.APPLIED:
            raise NothingReached
        return waits
    made = _award(m, actor, asked, level, has)
    known = m.awards.find(made.id)
    told = award_changed(made, actor.member_id)
    return m.awards.save(replace(made, version=known.version), told) if known else m.awards.add(made, told)


def _award(m: Matching, actor: Actor, asked: AskForAward, level: int, has: Reached) -> Award:
    return Award(
        id=award_id_of(actor.member_id, asked.kind, level),
        member_id=actor.member_id,
        community_code=actor.community_code,
        kind=asked.kind,
        level=level,
        minutes=has.minutes,
        rating_tenths=has.rating_tenths,
        on_board=asked.on_board,
        asked_at=m.clock.now(),
    )


def _check_not_banned(m: Matching, member_id: str) -> None:
    ban = m.award_bans.find(member_id)
    if ban is not None and day_in_china(m.clock.now()) < ban.until_on:
        raise AwardBanned(until=ban.until_on.isoformat())


def show_on_board(m: Matching, actor: Actor, award_id: str, asked: ShowOnBoard) -> Award:
    """Return one's own award, on the honour board or no longer.

    Raises:
        NotFound: If it is not the actor's own.
    """
    award = m.awards.get(award_id)
    if award.member_id != actor.member_id:
        raise NotFound(kind="Award", id=award_id)
    return (
        award if award.on_board == asked.on_board else m.awards.save(replace(award, on_board=asked.on_board))
    )


def publish_award(m: Matching, actor: Actor, award_id: str) -> Award:
    """Return the award open to objections for five working days; published before, nothing changes.

    Raises:
        OwnAward: If it is the actor's own.
        Forbidden: If the actor is no staff of the community.
        IllegalStep: If it is decided.
    """
    award = _for_staff(m, actor, award_id)
    return _moved(m, actor, award, award.published(by=actor.member_id, now=m.clock.now()))


def give_award(m: Matching, actor: Actor, award_id: str) -> Award:
    """Return the award given, once its term is over and objections are answered; else as :func:`publish_award`.

    Raises:
        TermRuns: If objections may still come.
        ObjectionsOpen: If one has no answer.
    """
    award = _for_staff(m, actor, award_id)
    return _moved(m, actor, award, award.given(by=actor.member_id, now=m.clock.now()))


def refuse_award(m: Matching, actor: Actor, award_id: str, asked: RefuseAward) -> Award:
    """Return the award not given, with the reason. Raises as :func:`publish_award`."""
    award = _for_staff(m, actor, award_id)
    after = award.step(AwardState.REFUSED, by=actor.member_id, now=m.clock.now(), reason=asked.reason)
    return _moved(m, actor, award, after)


def withdraw_award(m: Matching, actor: Actor, award_id: str, asked: WithdrawAward) -> Award:
    """Return the award taken back, the person banned for as long as said; else as :func:`publish_award`.

    Raises:
        BanOutsidePack: If the community's rules say otherwise.
    """
    award = _for_staff(m, actor, award_id)
    rule = false_hours_in(m, award.community_code)
    if not rule.least_years <= asked.ban_years <= rule.most_years:
        raise BanOutsidePack(least=rule.least_years, most=rule.most_years)
    after = award.step(AwardState.WITHDRAWN, by=actor.member_id, now=m.clock.now(), reason=asked.reason)
    if after is not award:
        _ban(m, actor, award.member_id, asked)
    return _moved(m, actor, award, after)


def _ban(m: Matching, actor: Actor, member_id: str, asked: WithdrawAward) -> None:
    """Keep somebody out; the longer ban holds. It is written before the award is, so that none is withdrawn without it."""
    today, known = day_in_china(m.clock.now()), m.award_bans.find(member_id)
    day = min(today.day, 28) if today.month == 2 else today.day
    until = today.replace(year=today.year + asked.ban_years, day=day)
    if known is not None and known.until_on >= until:
        return
    ban = AwardBan(id=member_id, until_on=until, reason=asked.reason, by=actor.member_id)
    if known is None:
        m.award_bans.add(ban)
    else:
        m.award_bans.save(replace(ban, version=known.version))


def object_to_award(m: Matching, actor: Actor, award_id: str, asked: Object) -> Award:
    """Return the award with what somebody has against it; the same words again change nothing.

    Raises:
        IllegalStep: If it is not published.
        TooManyObjections: If it holds as many as it may.
    """
    award = m.awards.get(award_id)
    id_ = derived_id("objection", award.id, actor.member_id, asked.words)
    after = award.objected(Objection(id=id_, words=asked.words, by=actor.member_id, at=m.clock.now()))
    return award if after is award else m.awards.save(after)


def answer_objection(m: Matching, actor: Actor, award_id: str, asked: AnswerObjection) -> Award:
    """Return the award with an objection answered. Raises as :func:`publish_award`."""
    award = _for_staff(m, actor, award_id)
    return m.awards.save(award.answered(asked.objection_id, asked.answer))


def _for_staff(m: Matching, actor: Actor, award_id: str) -> Award:
    award = m.awards.get(award_id)
    if award.member_id == actor.member_id:
        raise OwnAward
    actor.check_may(Permission.CONFIRM_AS_STAFF, award.community_code)
    return award


def _moved(m: Matching, actor: Actor, before: Award, after: Award) -> Award:
    return before if after is before else m.awards.save(after, award_changed(after, actor.member_id))


def award_changed(award: Award, by: str) -> AwardChanged:
    """Return how an award stands now."""
    return AwardChanged(
        award_id=award.id,
        community_code=award.community_code,
        member_id=award.member_id,
        state=award.state,
        by=by,
    )
