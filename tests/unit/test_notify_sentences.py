"""What notices say to people."""

from datetime import UTC, datetime

import pytest

from services.notify.domain.notices import Facts, Notice, NoticeKind, NoticeState, Subject, SubjectType
from services.notify.domain.sentences import SENTENCES, said
from shared.kernel.words import Words

AT = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
NAMES = {"CLINIC_ESCORT": Words("陪诊就医", "Escort to hospital")}


def a_notice(kind: NoticeKind, facts: Facts | None = None) -> Notice:
    return Notice(
        id="notice",
        member_id="a",
        kind=kind,
        subject=Subject(type=SubjectType.NEED, id="need"),
        facts=facts or Facts(),
        community_code="511402001001",
        created_at=AT,
    )


def test_a_proposal_reads_as_a_question_with_service_and_time() -> None:
    facts = Facts(need_id="need", service_kind="CLINIC_ESCORT", starts_at=AT, ends_at=UNTIL)
    shown = said(a_notice(NoticeKind.HELP_ASKED, facts), NAMES.get)
    assert shown.says.zh == "11月28日(周六)14:00–16:00，有人需要陪诊就医，您能去吗？"
    assert shown.says.en == "Someone needs escort to hospital on Sat 28 Nov, 14:00–16:00. Can you go?"
    assert shown.link == "/today"


def test_a_sentence_without_service_and_time_still_reads() -> None:
    shown = said(a_notice(NoticeKind.HELPER_FOUND, Facts(need_id="need")), NAMES.get)
    assert shown.says == Words("志愿服务有人接单了", "Someone will come for help")
    assert shown.link == "/needs/need"


def test_credited_minutes_are_said_in_minutes() -> None:
    shown = said(a_notice(NoticeKind.MINUTES_CREDITED, Facts(minutes=60)), NAMES.get)
    assert shown.says == Words("已记入 60 分钟服务时长", "60 minutes were added to your account")


def test_a_role_is_said_as_people_call_it() -> None:
    shown = said(a_notice(NoticeKind.ROLE_GRANTED, Facts(role="COMMUNITY_STAFF")), NAMES.get)
    assert shown.says == Words("您现在是社区工作者", "You now have the role: Community staff")
    unknown = said(a_notice(NoticeKind.ROLE_GRANTED, Facts(role="ARCHIVIST")), NAMES.get)
    assert unknown.says.zh == "您现在是ARCHIVIST"


def test_a_notice_whose_need_is_not_known_leads_to_the_list_of_notices() -> None:
    assert said(a_notice(NoticeKind.CONFIRM_REMINDER), NAMES.get).link == "/notices"


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize(
    "facts", [Facts(), Facts(need_id="need", service_kind="CLINIC_ESCORT", starts_at=AT, minutes=5, grade=4)]
)
def test_every_sentence_is_whole_in_both_languages(kind: NoticeKind, facts: Facts) -> None:
    shown = said(a_notice(kind, facts), NAMES.get)
    for text in (shown.says.zh, shown.says.en, shown.why.zh, shown.why.en, shown.link):
        assert text
        assert "{" not in text
        assert "None" not in text
        assert text[0] not in ",的 ,"
    assert SENTENCES[kind].link.startswith("/")


def test_a_notice_is_read_once() -> None:
    read = a_notice(NoticeKind.RATED).read(AT)
    assert (read.state, read.read_at) == (NoticeState.READ, AT)
    assert read.read(UNTIL) is read
