"""Whether somebody has time for a need: by their week, their single days, and what they are bound to."""

from datetime import timedelta

from services.matching.domain.candidate import Candidate
from services.matching.domain.terms import Wanted, day_of
from services.matching.domain.week import covers, covers_with

_MINUTE = timedelta(minutes=1)
_MOMENT = timedelta(milliseconds=1)


def is_away(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether a candidate is away on a day that the need touches."""
    if not candidate.away:
        return False
    last_day = day_of(wanted.need.ends_at - _MOMENT)
    return any(first <= last_day and wanted.day <= last for first, last in candidate.away)


def has_no_time(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether part of the need lies outside the times a candidate stated; who stated no week has any time."""
    if not candidate.spans or covers(candidate.spans, wanted.start, wanted.end):
        return False
    return not candidate.extra or not _extra_helps(wanted, candidate)


def _extra_helps(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether the times of the week hold the need together with single ones, told in its minutes of the week."""
    begins = wanted.need.starts_at.replace(second=0, microsecond=0)
    more = [
        (wanted.start + (start - begins) // _MINUTE, wanted.start + (end - begins) // _MINUTE)
        for start, end in candidate.extra
    ]
    return covers_with(candidate.spans, more, wanted.start, wanted.end)


def is_bound(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether a candidate serves elsewhere during part of the need."""
    starts_at, ends_at = wanted.need.starts_at, wanted.need.ends_at
    return any(start < ends_at and starts_at < end for start, end in candidate.busy)
