"""Drawing a month's records by chance, saying what was found of each, and publishing the results."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from services.matching.application.checking.commands import DrawSpotCheck, JudgeRecord
from services.matching.application.context import Matching
from services.matching.application.records.correcting import ask_correction_as_found
from services.matching.domain.checking.errors import NothingToDraw
from services.matching.domain.checking.sampling import drawn
from services.matching.domain.checking.spot_check import CheckState, Drawn, SpotCheck, Verdict
from services.matching.domain.records.record import Grade, ServiceRecord
from shared.events.checking import SpotCheckChanged
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission
from shared.kernel.ids import derived_id
from shared.storage.paging import MOST_ON_A_PAGE

FIRST_LOOKS_BACK = timedelta(days=31)


def draw_spot_check(m: Matching, actor: Actor, asked: DrawSpotCheck) -> SpotCheck:
    """Return this month's spot check of a community, drawn from what was entered since the last; drawn before, that one.

    Raises:
        Forbidden: If the actor is no staff there.
        NothingToDraw: If nothing was entered since.
    """
    code, now = asked.community_code or actor.community_code, m.clock.now()
    actor.check_may(Permission.CONFIRM_AS_STAFF, code)
    id_ = derived_id("spot-check", code, f"{day_in_china(now):%Y-%m}")
    known = m.spot_checks.find(id_)
    if known is not None:
        return known
    last = m.spot_checks.page({"community_code": code}, limit=1).items
    from_at = last[0].until_at if last else now - FIRST_LOOKS_BACK
    made = _drawn(m, actor, id_, code, (from_at, now))
    return m.spot_checks.add(made, _changed(made, CheckState.DRAWN, actor.member_id))


def _drawn(m: Matching, actor: Actor, id_: str, code: str, span: tuple[datetime, datetime]) -> SpotCheck:
    records = {each.id: each for each in _entered(m, code, *span) if each.counts}
    if not records:
        raise NothingToDraw
    seed = m.ids.new()
    strata: dict[str, list[str]] = {}
    for each in records.values():
        strata.setdefault(each.grade, []).append(each.id)
    return SpotCheck(
        id=id_,
        community_code=code,
        month=f"{day_in_china(span[1]):%Y-%m}",
        seed=seed,
        from_at=span[0],
        until_at=span[1],
        records=len(records),
        drawn_by=actor.member_id,
        drawn=tuple(_of(records[chosen]) for chosen in drawn(strata, seed=seed)),
    )


def _of(record: ServiceRecord) -> Drawn:
    """Return a record as drawn; who only had the need in hand did not vouch for the minutes, and may look at it."""
    agreed_by = None if record.grade in (Grade.RECEIVER, Grade.DELEGATE) else record.in_charge_id
    return Drawn(
        record_id=record.id,
        member_id=record.member_id,
        grade=record.grade,
        vouched_by=tuple(sorted({each for each in (agreed_by, record.reviewed_by) if each})),
    )


def _entered(m: Matching, code: str, from_at: datetime, until_at: datetime) -> Iterator[ServiceRecord]:
    """Yield the records of a community that were entered in a span."""
    for month in _months(day_in_china(from_at), day_in_china(until_at)):
        after: str | None = None
        while True:
            page = m.records.page({"entered_in": f"{code}:{month}"}, limit=MOST_ON_A_PAGE, after=after)
            yield from (each for each in page.items if from_at <= each.entered_at < until_at)
            after = page.next
            if after is None:
                break


def _months(first: date, last: date) -> Iterator[str]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{number // 12}-{number % 12 + 1:02d}"


def judge_record(m: Matching, actor: Actor, check_id: str, asked: JudgeRecord) -> SpotCheck:
    """Return the spot check with what the actor found; what is wrong is then to be corrected as if it had been asked for.

    Raises:
        Forbidden: If the actor is no staff there.
        NotFound: If the record was not drawn.
        OwnCheck: If it is the actor's own service, or they vouched for it.
        AlreadyJudged: If something else was found.
    """
    check = _for_staff(m, actor, check_id)
    after = check.judged(
        asked.record_id, asked.verdict, reason=asked.reason, by=actor.member_id, now=m.clock.now()
    )
    told = _changed(after, asked.verdict, actor.member_id, asked.record_id)
    return check if after is check else m.spot_checks.save(after, told)


def publish_spot_check(m: Matching, actor: Actor, check_id: str) -> SpotCheck:
    """Return the spot check with its results public, in numbers.

    Raises:
        Forbidden: If the actor is no staff there.
        StillToJudge: If a record was not looked at.
    """
    check = _for_staff(m, actor, check_id)
    after = check.published(by=actor.member_id, now=m.clock.now())
    told = _changed(after, CheckState.PUBLISHED, actor.member_id)
    return check if after is check else m.spot_checks.save(after, told)


def when_record_found_wrong_ask_correction(m: Matching, fact: SpotCheckChanged) -> None:
    """Ask for the correction of a record that a spot check found wrong; told twice, it is asked for once."""
    if fact.record_id is None or fact.change == Verdict.RIGHT:
        return
    found = m.spot_checks.get(fact.check_id).of(fact.record_id)
    assert found.verdict is not None
    words = found.verdict.words
    what = f"抽查 Spot check：{words.zh} {words.en}。{found.reason}"
    ask_correction_as_found(m, fact.record_id, what, by=fact.by, cause=fact.check_id)


def _for_staff(m: Matching, actor: Actor, check_id: str) -> SpotCheck:
    check = m.spot_checks.get(check_id)
    actor.check_may(Permission.CONFIRM_AS_STAFF, check.community_code)
    return check


def _changed(check: SpotCheck, change: str, by: str, record_id: str | None = None) -> SpotCheckChanged:
    return SpotCheckChanged(
        check_id=check.id, community_code=check.community_code, change=change, by=by, record_id=record_id
    )
