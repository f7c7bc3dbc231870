"""What goes out says what it must and nothing of others."""

import string
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.channels import LIFE, Channel
from services.notify.domain.deliveries import Delivery
from services.notify.domain.messages import message_of
from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from services.notify.domain.sentences import SENTENCES
from shared.kernel.words import Words

AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
NAMES = MappingProxyType({"CLINIC_ESCORT": Words("陪诊就医", "Escort to hospital")})
SECRETS = st.text(string.ascii_lowercase, min_size=12, max_size=12).map(lambda text: f"zq{text}qz")


def a_message(
    kind: NoticeKind,
    channel: Channel,
    facts: Facts,
    language: str = "zh",
    member_id: str = "a",
    *,
    is_brief: bool = False,
) -> str:
    delivery = Delivery(
        id="delivery",
        notice_id="notice",
        member_id=member_id,
        channel=channel,
        kind=kind,
        subject=Subject(type=SubjectType.NEED, id="subject"),
        facts=facts,
        community_code="511402001001",
        said_at=AT,
        due_at=AT,
        expires_at=AT,
    )
    message = message_of(
        delivery,
        to="+8613900000001",
        language=language,
        service_name=NAMES.get,
        site="https://linli.example",
        is_brief=is_brief,
    )
    return f"{message.subject}\n{message.text}"


@given(
    kind=st.sampled_from(NoticeKind),
    channel=st.sampled_from(Channel),
    language=st.sampled_from(("zh", "en")),
    secrets=st.tuples(SECRETS, SECRETS, SECRETS),
)
def test_no_message_names_another_person_a_phone_or_a_code_of_why(
    kind: NoticeKind, channel: Channel, language: str, secrets: tuple[str, str, str]
) -> None:
    helper, member, reason = secrets
    facts = Facts(need_id="need", helper_id=helper, service_kind="CLINIC_ESCORT", starts_at=AT, reason=reason)
    text = a_message(kind, channel, facts, language, member)
    assert not any(each in text for each in (*secrets, "13900000001", "511402001001"))


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.WECHAT, Channel.EMAIL])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_written_message_says_where_to_go_why_and_how_to_stop(channel: Channel, language: str) -> None:
    for kind in NoticeKind:
        text = a_message(kind, channel, Facts(need_id="need"), language)
        assert SENTENCES[kind].why.say(language) in text
        assert "https://linli.example/" in text
        hint = "怎么通知我" if language == "zh" else "How I am told"
        assert (hint in text) is (kind not in LIFE)
        assert "None" not in text


def test_a_call_is_short_and_says_who_calls() -> None:
    spoken = a_message(NoticeKind.CANCELLED, Channel.VOICE, Facts(service_kind="CLINIC_ESCORT"), "en")
    assert spoken.endswith(
        "Hello, this is Linli, your community's service. Escort to hospital is cancelled; you need not go"
    )
    assert "https" not in spoken


def test_a_text_for_who_has_large_and_simple_pages_says_only_what_it_must() -> None:
    def text(kind: NoticeKind, channel: Channel, language: str) -> str:
        return a_message(kind, channel, Facts(), language, is_brief=True).partition("\n")[2]

    assert text(NoticeKind.CONFIRM_REMINDER, Channel.SMS, "zh").endswith("。不想再收，告诉社区就行。")
    assert text(NoticeKind.CONFIRM_REMINDER, Channel.SMS, "en").endswith(
        "To stop these, tell your community."
    )
    why = SENTENCES[NoticeKind.CONFIRM_REMINDER].why
    assert why.zh in text(NoticeKind.CONFIRM_REMINDER, Channel.SMS, "zh")
    assert "https" not in text(NoticeKind.CONFIRM_REMINDER, Channel.SMS, "zh")
    assert "https" in text(NoticeKind.CONFIRM_REMINDER, Channel.EMAIL, "zh")
    assert not [kind for kind in LIFE if "告诉社区" in text(kind, Channel.SMS, "zh")]


def test_a_text_reads_as_one_paragraph_of_sentences() -> None:
    text = a_message(NoticeKind.HELP_ASKED, Channel.SMS, Facts(need_id="need", service_kind="CLINIC_ESCORT"))
    assert text.splitlines()[1] == (
        "【邻里】有人需要陪诊就医，您能去吗？详情: https://linli.example/today 因为您报名做志愿服务。"
        "不想再收这类通知，在“我 → 怎么通知我”里改"
    )
