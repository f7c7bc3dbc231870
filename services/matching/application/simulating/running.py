"""Lives days, invented ones or those that were, under two ways of asking and says what each reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from services.matching.application.simulating.recording import Recorded
from services.matching.domain.simulating.day import Day, Flags, Shares, in_hindsight, prices_of
from services.matching.domain.simulating.living import (
    Known,
    Lived,
    Way,
    lived,
    nearest_first,
    nothing_known,
    planned,
    planned_for_refusals,
)
from services.matching.domain.simulating.spread import gini
from services.matching.domain.simulating.town import IN_DIFFICULTY, day_of, town_of
from services.matching.domain.solver.market import Whole
from shared.kernel.words import Words

_REMEMBERED_DAYS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A way of asking under its name.

    Attributes:
        sure: How it asks where everybody says yes, which is what its value is measured with.
        unsure: How it asks where people refuse.
    """

    name: Words
    sure: Way
    unsure: Way


POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "nearest": Policy(
            name=Words("就近先到先得", "Nearest first, as needs come"),
            sure=nearest_first,
            unsure=nearest_first,
        ),
        "planned": Policy(
            name=Words("统筹安排、到期才答", "Planned together, answered when due"),
            sure=planned,
            unsure=planned_for_refusals,
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A day under one policy.

    Attributes:
        wanted: Places in all.
        fillable: Places that somebody at all could take.
        filled: Places taken, with refusals.
        notices: People asked.
    """

    wanted: int
    fillable: int
    filled: int
    notices: int


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is added up, day by day, under one policy."""

    known: Known
    services: Whole
    value: int = 0
    value_at_once: int = 0
    best: int = 0
    metres: int = 0
    unmet_cost: int = 0
    in_difficulty_wanted: int = 0
    in_difficulty_filled: int = 0
    prices: list[Shares] = field(default_factory=list)
    days: list[DayLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Days lived under each policy, by the policy's code.

    Attributes:
        days: How many.
        volunteers: Who could be asked.
        needs: A day; of days that were, on average.
        seed: Of what is left to chance.
        recorded: Which days they were, if they were.
    """

    days: int
    volunteers: int
    needs: int
    seed: int
    tallies: Mapping[str, Tally]
    recorded: Recorded | None = None

    def figures(self) -> dict[str, object]:
        """Return what is printed: the planned way's main figures first, then all of each policy."""
        each = {code: figures_of(tally) for code, tally in self.tallies.items()}
        main = ("value_urgent_share_0_3", "value_immediate", "fill_rate", "notices_per_fill")
        sizes = {"days": self.days, "volunteers": self.volunteers, "needs": self.needs, "seed": self.seed}
        return {**sizes, **self._where(), **{name: each["planned"][name] for name in main}, "policies": each}

    def _where(self) -> dict[str, object]:
        if self.recorded is None:
            return {}
        days = (self.recorded.from_on, self.recorded.until_on)
        return {"recorded": self.recorded.area, "from": days[0].isoformat(), "until": days[1].isoformat()}


def figures_of(tally: Tally) -> dict[str, float]:
    """Return the figures of one policy over all its days."""
    filled, notices = sum(day.filled for day in tally.days), sum(day.notices for day in tally.days)
    return {
        "value_urgent_share_0_3": _share(tally.value, tally.best),
        "value_immediate": _share(tally.value_at_once, tally.best),
        "fill_rate": _share(filled, sum(day.wanted for day in tally.days)),
        "fill_of_fillable": _share(filled, sum(day.fillable for day in tally.days)),
        "fill_in_difficulty": _share(tally.in_difficulty_filled, tally.in_difficulty_wanted),
        "notices_per_fill": round(notices / max(1, filled), 3),
        "mean_metres": round(tally.metres / max(1, filled)),
        "unmet_cost": tally.unmet_cost,
        "gini_of_services": gini(tally.services),
    }


def _share(part: int, whole: int) -> float:
    """Return a share; where nothing could be had, nothing was missed."""
    return round(part / whole, 4) if whole else 1.0


def replayed(*, days: int, volunteers: int, needs: int, seed: int) -> Replay:
    """Return an invented town's days, the same for the same seed, lived under each policy.

    Args:
        days: How many.
        volunteers: In the town.
        needs: A day.
        seed: Of everything left to chance; every policy meets the same days, and people as willing as under the others.
    """
    town = town_of(np.random.default_rng((seed, 0)), volunteers)
    lived_through = (
        day_of(np.random.default_rng((seed, 1, number)), town, number, needs) for number in range(days)
    )
    tallies = _tallied(lived_through, town.acceptance, seed)
    return Replay(days=days, volunteers=volunteers, needs=needs, seed=seed, tallies=tallies)


def replayed_again(recorded: Recorded, *, seed: int) -> Replay:
    """Return days that were, lived under each policy; what people say is left to chance, the same for the same seed."""
    tallies = _tallied(recorded.days, recorded.acceptance, seed)
    return Replay(
        days=len(recorded.days),
        volunteers=recorded.volunteers,
        needs=round(sum(len(day.helpers) for day in recorded.days) / len(recorded.days)),
        seed=seed,
        tallies=tallies,
        recorded=recorded,
    )


def _tallied(days: Iterable[Day], acceptance: Shares, seed: int) -> dict[str, Tally]:
    """Return what each policy reached on the same days."""
    tallies = {
        code: Tally(known=nothing_known(len(acceptance)), services=np.zeros(len(acceptance), np.int64))
        for code in POLICIES
    }
    for number, day in enumerate(days):
        best, prices = day.worth(in_hindsight(day)), prices_of(day)
        for code, policy in POLICIES.items():
            tally = tallies[code]
            tally.best += best
            _live(day, policy, tally, _Answers(acceptance, day, np.random.default_rng((seed, 2, number))))
            tally.prices = [*tally.prices, prices][-_REMEMBERED_DAYS:]
            tally.known = replace(tally.known, price=np.mean(tally.prices, axis=0))
    return tallies


class _Answers:
    """What people say on a day: the same to the same question under every policy, whenever it is put."""

    def __init__(self, acceptance: Shares, day: Day, chance: np.random.Generator) -> None:
        self._yes: Flags = chance.random(len(day.pair_need)) < acceptance[day.pair_offer]

    def __call__(self, pairs: Whole) -> Flags:
        said: Flags = self._yes[pairs]
        return said


def _all_say_yes(pairs: Whole) -> Flags:
    return np.ones(len(pairs), np.bool_)


def _live(day: Day, policy: Policy, tally: Tally, answers: _Answers) -> None:
    """Add a day under one policy: its value were everybody willing, and its places as people answer."""
    tally.value += day.worth(lived(day, policy.sure, tally.known, _all_say_yes).taken)
    at_once = lived(day, policy.sure, tally.known, _all_say_yes, patient=False)
    tally.value_at_once += day.worth(at_once.taken)
    _count(day, tally, lived(day, policy.unsure, tally.known, answers))


def _count(day: Day, tally: Tally, over: Lived) -> None:
    given, grave = day.helpers_given(over.taken), day.penalty >= IN_DIFFICULTY
    agreed = day.services_of(over.taken)
    tally.metres += int(day.pair_metres[over.taken].sum())
    tally.unmet_cost += int(((day.helpers - given) * day.penalty).sum())
    tally.in_difficulty_wanted += int(day.helpers[grave].sum())
    tally.in_difficulty_filled += int(given[grave].sum())
    tally.services = tally.services + agreed
    asked = agreed + day.services_of(over.refused)
    tally.known = tally.known.and_of(asked, agreed)
    tally.days.append(
        DayLine(
            wanted=int(day.helpers.sum()),
            fillable=day.fillable,
            filled=len(over.taken),
            notices=over.notices,
        )
    )
