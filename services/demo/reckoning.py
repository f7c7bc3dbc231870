"""The reckoning at the end of a demo: what the platform shows against what it acknowledged."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from services.demo.deeds import Deeds
from services.demo.shown import Shown
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The figures of a demo, all of them recomputed."""

    needs_posted: int
    proposed: int
    accepted: int
    confirmed: int
    credited: int
    minutes_confirmed: int
    minutes_credited: int
    notices: int
    double_booked: int
    ledger_sum_minutes: int
    chain_ok: bool
    parked: int
    seconds: float
    parties: int
    projects: int
    shifts: int
    shift_people: int
    shift_minutes_confirmed: int
    shift_minutes_credited: int
    redemptions: int
    minutes_redeemed: int
    gifts: int
    certificates: int
    spot_checks: int
    parts_answered: int
    minutes_added: int
    awards: int
    minutes_from_pools: int
    rules_chosen: int


def counted(shown: Shown, deeds: Deeds, seconds: float) -> Counts:
    """Return the figures: proposals as volunteers saw them, everything else as the platform shows it now."""
    confirmed = _confirmed(shown)
    return Counts(
        needs_posted=shown.needs_listed,
        proposed=len(deeds.proposed),
        accepted=len(shown.assignments),
        confirmed=len(confirmed),
        credited=len(shown.credits),
        minutes_confirmed=sum(confirmed.values()),
        minutes_credited=sum(each.minutes for each in shown.credits),
        notices=shown.notices,
        double_booked=_double_booked(shown),
        ledger_sum_minutes=shown.ledger_sum_minutes,
        chain_ok=shown.chain_ok,
        parked=shown.parked,
        seconds=round(seconds, 1),
        parties=len(deeds.parties),
        projects=len(deeds.projects),
        shifts=len({each.shift_id for each in shown.attended}),
        shift_people=len(shown.attended),
        shift_minutes_confirmed=sum(each.minutes for each in shown.attended),
        shift_minutes_credited=sum(each.minutes for each in shown.shift_credits),
        redemptions=len(shown.redemptions),
        minutes_redeemed=sum(used for _, used in shown.redemptions.values()),
        gifts=len(deeds.gifts),
        certificates=len(shown.certificates),
        spot_checks=len(deeds.checks),
        parts_answered=sum(state != "OPEN" for state in shown.parts.values()),
        minutes_added=sum(shown.added.values()),
        awards=len(shown.awards),
        minutes_from_pools=sum(shown.pools.values()),
        rules_chosen=len(deeds.rules),
    )


def broken(shown: Shown, deeds: Deeds) -> list[Words]:
    """Return a sentence for everything that should hold and does not."""
    confirmed, by_assignment = _confirmed(shown), _credited(shown)
    overfull = [need for need, held in _held(shown).items() if held > shown.wanted.get(need, 0)]
    holds = (
        (
            len(deeds.needs) == shown.needs_listed and deeds.needs | deeds.drawn == set(shown.wanted),
            Words("发布的需求与列表不一致", "The needs posted are not those listed"),
        ),
        (bool(deeds.proposed), Words("没有任何提议", "Nobody was asked for anything")),
        (
            deeds.accepted == {each.id for each in shown.assignments},
            Words("答应的与安排的不一致", "What was accepted is not what is assigned"),
        ),
        (
            deeds.confirmed == confirmed,
            Words("确认的时长与所示不一致", "The minutes confirmed are not those shown"),
        ),
        (
            by_assignment == confirmed and len(shown.credits) == len(by_assignment),
            Words("记入的时长与确认的不一致", "The minutes credited are not those confirmed"),
        ),
        *_shifts_hold(shown, deeds),
        *_hours_hold(shown, deeds),
        _parts_hold(shown, deeds),
        *_recognition_holds(shown, deeds),
        (
            shown.service_minutes == shown.stated_minutes,
            Words("账户余额与明细不一致", "The balances are not what the statements add up to"),
        ),
        (
            _double_booked(shown) == 0,
            Words("有人在同一时间有两项服务", "Somebody is bound twice at a time"),
        ),
        (not overfull, Words("有的需求人数超出所需", "A need has more helpers than it wanted")),
        (shown.ledger_sum_minutes == 0, Words("账本合计不为零", "The ledger does not sum to zero")),
        (shown.chain_ok, Words("账本链条断裂", "The ledger's chain is broken")),
        (shown.parked == 0, Words("有搁置的事件", "Events are parked")),
    )
    told = [Words(f"意外:{each}", f"Unexpected: {each}") for each in deeds.troubles]
    return [words for well, words in holds if not well] + told


def _shifts_hold(shown: Shown, deeds: Deeds) -> tuple[tuple[bool, Words], ...]:
    return (
        (
            _at_shifts(shown) == deeds.settled,
            Words("班次核定的时长与所示不一致", "The minutes settled at shifts are not those shown"),
        ),
        (
            sorted((each.assignment_id, each.member_id, each.minutes) for each in shown.shift_credits)
            == sorted((*who, minutes) for who, minutes in deeds.settled.items()),
            Words("班次记入的时长与核定的不一致", "The minutes credited for shifts are not those settled"),
        ),
    )


def _parts_hold(shown: Shown, deeds: Deeds) -> tuple[bool, Words]:
    return (
        dict(shown.parts) == deeds.parts,
        Words("需求各部分的状态与应有的不一致", "The parts of needs do not stand as they should"),
    )


def _recognition_holds(shown: Shown, deeds: Deeds) -> tuple[tuple[bool, Words], ...]:
    return (
        (
            dict(shown.added) == dict(deeds.added),
            Words(
                "补录和更正的时长与所示不一致",
                "The minutes taken over and corrected are not those shown",
            ),
        ),
        (
            dict(shown.awards) == deeds.awards,
            Words("公示的星级与应有的不一致", "The awards published are not those asked for"),
        ),
        (
            dict(shown.pools) == dict(deeds.pools),
            Words("互助池的支出与应有的不一致", "The pools did not spend what was drawn from them"),
        ),
    )


def _hours_hold(shown: Shown, deeds: Deeds) -> tuple[tuple[bool, Words], ...]:
    saved = {each: deeds.earned[each] + deeds.moves[each] for each in shown.saved}
    return (
        (
            dict(shown.redemptions) == deeds.redemptions,
            Words("兑换的结果与应有的不一致", "The redemptions did not end as they should"),
        ),
        (
            dict(shown.saved) == saved and shown.held_minutes == 0,
            Words(
                "存量不等于服务所得加减兑换、转赠和捐赠",
                "The credits are not what was earned, less what was used, given and donated",
            ),
        ),
        (
            dict(shown.certificates) == deeds.certificates,
            Words("证明的状态与应有的不一致", "The certificates do not stand as they should"),
        ),
    )


def _confirmed(shown: Shown) -> dict[str, int]:
    return {each.id: each.minutes or 0 for each in shown.assignments if each.state == "CONFIRMED"}


def _at_shifts(shown: Shown) -> dict[tuple[str, str], int]:
    return {(each.shift_id, each.member_id): each.minutes for each in shown.attended if each.minutes}


def _credited(shown: Shown) -> dict[str, int]:
    """Return the minutes by assignment that went to whoever served, and to nobody else."""
    served = {each.id: each.member_id for each in shown.assignments}
    return {
        each.assignment_id: each.minutes
        for each in shown.credits
        if served.get(each.assignment_id) == each.member_id
    }


def _held(shown: Shown) -> Counter[str]:
    return Counter(each.need_id for each in shown.assignments if each.binds)


def _double_booked(shown: Shown) -> int:
    """Return how many services begin before another one of the same member has ended."""
    bound = [(each.member_id, each.starts_at, each.ends_at) for each in shown.assignments if each.binds]
    bound += [(each.member_id, each.starts_at, each.ends_at) for each in shown.attended]
    by_member: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for member_id, starts_at, ends_at in bound:
        by_member[member_id].append((starts_at, ends_at))
    return sum(
        second[0] < first[1] for mine in by_member.values() for first, second in pairwise(sorted(mine))
    )
