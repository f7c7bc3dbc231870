"""Where awards are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.recognition.award import Award, AwardBan, AwardState
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_awards(clock: Clock, ids: Ids) -> Aggregates[Award]:
    """Return the awards on the connection ``matching``."""
    return Aggregates(
        Award,
        alias="matching",
        collection="awards",
        clock=clock,
        ids=ids,
        lists=(("member_id",), ("community_code", "state"), ("board",)),
        also=_found_by,
    )


def _found_by(award: Award) -> Mapping[str, object]:
    shown = award.state is AwardState.AWARDED and award.on_board
    return {"board": award.community_code if shown else None}


def open_award_bans(clock: Clock, ids: Ids) -> Aggregates[AwardBan]:
    """Return who asks for nothing until when."""
    return Aggregates(AwardBan, alias="matching", collection="award_bans", clock=clock, ids=ids)
