"""What matching says of sheets that were sent in."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id
from shared.events.topics import MATCHING


@event("matching.import-changed.v1", topic=MATCHING, key="run_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChanged:
    """A sheet is checked and waits for its sender, or taken in: ``state`` says which; ``faulty`` rows came back."""

    run_id: Id
    community_code: CommunityCode
    started_by: Id
    state: Code
    faulty: Count
