"""Certificates taken on a platform that runs: how long it takes until one is in hand, and how large it is."""

import json
import random
from datetime import timedelta
from pathlib import Path

from services.bench.figures import Figures
from services.bench.own_platform import OwnPlatform
from services.bench.people import Invented, homes, kept, tokens_of
from services.bench.timebank_orders import asked_of
from services.bench.timebank_sizes import TimebankSizes
from services.matching.domain.need import RecordedAs
from services.matching.domain.records.record import Grade, ServiceRecord
from services.wiring import Platform
from shared.identity.member import Member
from shared.kernel.clock import monotonic_seconds

_CERTIFICATES = "/api/matching/v1/certificates"
_BYTES_PER_KB = 1000


def certificate_figures(sizes: TimebankSizes, folder: Path) -> Figures:
    """Return how long the slowest of several certificates took from being asked for to its last byte, and the largest in kB.

    The first is among them: until then no font was read.
    """
    own = OwnPlatform(folder=folder / "data")
    with own.opened() as platform:
        invented, home = Invented(platform=platform, chance=random.Random(6)), homes(platform)[0]
        member = invented.volunteer(0, home)
        kept(platform.identity.members, [member], lambda each: each.created_at)
        _keep_records(platform, member, sizes.listed)
        token = tokens_of(platform, [member])[0]
    seconds, sizes_kb = [], []
    with own.running():
        for _ in range(sizes.certificates):
            began = monotonic_seconds()
            made = json.loads(asked_of(own.port, token, "POST", _CERTIFICATES, {}))
            paper = asked_of(own.port, token, "GET", f"{_CERTIFICATES}/{made['id']}/file")
            seconds.append(monotonic_seconds() - began)
            sizes_kb.append(len(paper) / _BYTES_PER_KB)
    return {"certificate_s": round(max(seconds), 2), "certificate_kb": round(max(sizes_kb), 1)}


def _keep_records(platform: Platform, member: Member, count: int) -> None:
    """Keep the records of so many services of a member, one a day."""
    now = platform.clock.now()
    records = [
        ServiceRecord(
            id=platform.ids.new(),
            member_id=member.id,
            community_code=member.community_code,
            source_id=platform.ids.new(),
            service_kind="ENVIRONMENT",
            activity="社区清洁",
            served_at=now - timedelta(days=1 + number),
            place="社区广场",
            content="清扫楼道",
            minutes=60,
            organisation="银龄志愿服务队",
            grade=Grade.STAFF,
            recorded_as=RecordedAs.VOLUNTEER,
            entered_at=now,
        )
        for number in range(count)
    ]
    kept(platform.matching.records, records, lambda each: each.served_at)
