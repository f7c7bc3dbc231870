"""Where projects and shifts are kept, and what they are listed by."""

from collections.abc import Mapping

from services.matching.domain.batch.shifts import places_to_fill
from services.matching.domain.projects.photo import Photo
from services.matching.domain.projects.project import Project
from services.matching.domain.projects.shift import Shift
from shared.kernel.clock import Clock, unix_millis
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_projects(clock: Clock, ids: Ids) -> Aggregates[Project]:
    """Return the projects."""
    return Aggregates(
        Project,
        alias="matching",
        collection="projects",
        clock=clock,
        ids=ids,
        lists=(
            ("party_id",),
            ("party_id", "state"),
            ("state",),
            ("community_codes", "state"),
            ("districts", "state"),
        ),
        also=_districts,
    )


def _districts(project: Project) -> Mapping[str, object]:
    return {"districts": sorted({code[:6] for code in project.community_codes})}


def open_photos(clock: Clock, ids: Ids) -> Aggregates[Photo]:
    """Return the photos of shifts."""
    return Aggregates(
        Photo, alias="matching", collection="photos", clock=clock, ids=ids, indexes=("shift_id",)
    )


def open_shifts(clock: Clock, ids: Ids) -> Aggregates[Shift]:
    """Return the shifts."""
    return Aggregates(
        Shift,
        alias="matching",
        collection="shifts",
        clock=clock,
        ids=ids,
        lists=(
            ("project_id",),
            ("party_id", "state"),
            ("community_code", "state"),
            ("district_code", "state"),
            ("member_ids", "state"),
        ),
        indexes=("asks_millis",),
        also=_found_by,
    )


def _found_by(shift: Shift) -> Mapping[str, object]:
    asks = places_to_fill(shift) > 0
    return {
        "asks_millis": unix_millis(shift.starts_at) if asks else None,
        "district_code": shift.community_code[:6],
        "member_ids": sorted({each.member_id for each in (*shift.seats, *shift.waiting)}),
    }
