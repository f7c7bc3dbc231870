"""A service record and a certificate of the town, and a good body for each command of both."""

from services.matching.application.certificates import commands as of_certificates
from services.matching.application.certificates.issuing import issue_certificate
from services.matching.application.checking import commands as of_checks
from services.matching.application.recognition import commands as of_awards
from services.matching.application.records import commands as of_records
from services.matching.domain.checking.spot_check import Drawn, SpotCheck
from services.matching.domain.need import RecordedAs
from services.matching.domain.recognition.award import Award, AwardKind
from services.matching.domain.records.record import Grade, ServiceRecord
from shared.identity.actor import Actor
from tests.web.platform_app import HOME, Json, PlatformApp

AWARD, CHECK = "award-of-the-town", "spot-check-of-the-town"
RECORD, CERTIFICATE = "record-of-the-town", "certificate-of-the-town"
PLACES = {
    "/certificates/<id>": f"/certificates/{CERTIFICATE}",
    "/records/<id>": f"/records/{RECORD}",
    "/awards/<id>": f"/awards/{AWARD}",
    "/spot-checks/<id>": f"/spot-checks/{CHECK}",
    "<number>": "2222-2222-2222",
}
"""What the variable parts of their paths are filled with."""


def add_record_and_certificate(site: PlatformApp, member_id: str) -> None:
    """Keep the record of a service and a certificate that states it."""
    m = site.platform.matching
    now = m.clock.now()
    m.records.add(
        ServiceRecord(
            id=RECORD,
            member_id=member_id,
            community_code=HOME,
            source_id="service-of-the-town",
            service_kind="ENVIRONMENT",
            activity="社区清洁",
            served_at=now.replace(day=1),
            place="社区广场",
            content="清扫楼道",
            minutes=90,
            organisation="银龄志愿服务队",
            grade=Grade.STAFF,
            recorded_as=RecordedAs.VOLUNTEER,
            entered_at=now,
        )
    )
    m.awards.add(
        Award(
            id=AWARD,
            member_id=member_id,
            community_code=HOME,
            kind=AwardKind.STAR,
            level=1,
            minutes=6000,
            asked_at=now,
        )
    )
    m.spot_checks.add(
        SpotCheck(
            id=CHECK,
            community_code=HOME,
            month=f"{now:%Y-%m}",
            seed="chance",
            from_at=now.replace(day=1),
            until_at=now,
            records=1,
            drawn_by=member_id,
            drawn=(Drawn(record_id=RECORD, member_id=member_id, grade=Grade.STAFF),),
        )
    )
    actor = Actor(member_id=member_id, session_id="s", community_code=HOME)
    issue_certificate(m, actor, of_certificates.IssueCertificate(), CERTIFICATE)


def certificate_bodies(member_id: str) -> dict[str, Json]:
    """Return a body for each command of certificates and records, by the command's name."""
    bodies: dict[type, Json] = {
        of_awards.AskForAward: {"kind": "STAR", "on_board": True},
        of_awards.ShowOnBoard: {"on_board": True},
        of_awards.Object: {"words": "时长不实"},
        of_awards.AnswerObjection: {"objection_id": "no-such-objection", "answer": "已核查"},
        of_awards.RefuseAward: {"reason": "评价不足"},
        of_awards.WithdrawAward: {"reason": "虚报时长", "ban_years": 1},
        of_checks.DrawSpotCheck: {"community_code": HOME},
        of_checks.JudgeRecord: {"record_id": RECORD, "verdict": "RIGHT", "reason": "电话核实"},
        of_certificates.IssueCertificate: {
            "member_id": member_id,
            "from_on": "2026-11-01",
            "until_on": "2026-11-23",
        },
        of_records.AskRecordCorrection: {"what": "时长应为 120 分钟"},
        of_records.AnswerCorrection: {
            "correct": True,
            "answer": "签到表为证",
            "activity": "社区清洁",
            "place": "社区广场",
            "content": "清扫楼道",
            "minutes": 90,
        },
        of_records.WithdrawRecord: {"reason": "当天没有到场"},
        of_certificates.RevokeCertificate: {"reason": "时长有误"},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
