"""What is right, found slowly from the plain columns: everybody looked at for a need, and each hard rule asked of each answer."""

import numpy as np
from numpy.typing import NDArray

from services.bench.matching.city import ADULT_DAYS, TODAY, Numbers, People, Wishes
from services.matching.domain.index.shapes import DEGREE, DEGREE_METRES, HOURS, Weights

MINOR_DAYS = TODAY - ADULT_DAYS


def metres_of(folk: People, wanted: Wishes, need: int, those: Numbers | slice) -> NDArray[np.float64]:
    """Return how far volunteers live from a need, in metres."""
    up = (folk.north[those] / DEGREE - wanted.north[need]) * DEGREE_METRES
    across = np.cos(np.radians(wanted.north[need]))
    along = (folk.east[those] / DEGREE - wanted.east[need]) * DEGREE_METRES * across
    return np.asarray(np.sqrt(up * up + along * along))


def best_by_looking_at_all(folk: People, wanted: Wishes, need: int, most: int, weights: Weights) -> Numbers:
    """Return the best volunteers for a need, best first, by asking every rule of everybody."""
    metres = metres_of(folk, wanted, need, slice(None))
    keep = (metres <= folk.radius) & folk.kinds[:, wanted.kind[need]] & (folk.left > 0)
    keep &= folk.level >= wanted.level[need]
    those = np.flatnonzero(keep)
    free = np.ones(len(those), np.bool_)
    for hour in range(wanted.long[need]):
        free &= folk.hours[those, (wanted.hour[need] + hour) % HOURS]
    unset: NDArray[np.bool_] = folk.hours[those].max(axis=1) == 0
    free |= unset
    if wanted.certificate[need] >= 0:
        free &= folk.certificates[those, wanted.certificate[need]]
    if wanted.language[need] >= 0:
        free &= folk.languages[those, wanted.language[need]]
    if wanted.gender[need] >= 0:
        free &= folk.gender[those] == wanted.gender[need]
    if wanted.insured[need]:
        free &= folk.insured[those] >= TODAY
    free &= (folk.born[those] <= MINOR_DAYS) | (folk.consented[those] & wanted.minors[need])
    those, unset = those[free], unset[free]
    value = weights.distance * (1.0 - metres[those] / folk.radius[those]) + weights.load / (
        1.0 + folk.load[those]
    )
    fits = (folk.skills[those] >> np.uint64(wanted.skill[need])) & np.uint64(1)
    value = value + weights.skill * (fits == 1) + weights.times_set * (unset == 0)
    return np.asarray(those[np.lexsort((those, -value))][:most])


def rules_broken(folk: People, wanted: Wishes, need: int, who: int) -> int:
    """Return how many hard rules an answer breaks, asked one by one of one volunteer."""
    hours = [(int(wanted.hour[need]) + each) % HOURS for each in range(int(wanted.long[need]))]
    week = folk.hours[who]
    adult = folk.born[who] <= MINOR_DAYS
    certificate, language, gender = wanted.certificate[need], wanted.language[need], wanted.gender[need]
    kept = (
        bool(folk.kinds[who, wanted.kind[need]]),
        not week.any() or all(week[hour] for hour in hours),
        certificate < 0 or bool(folk.certificates[who, certificate]),
        language < 0 or bool(folk.languages[who, language]),
        gender < 0 or folk.gender[who] == gender,
        folk.level[who] >= wanted.level[need],
        not wanted.insured[need] or folk.insured[who] >= TODAY,
        bool(adult or (wanted.minors[need] and folk.consented[who])),
        folk.left[who] > 0,
        metres_of(folk, wanted, need, np.array([who]))[0] <= folk.radius[who],
    )
    return kept.count(False)
