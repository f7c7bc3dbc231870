"""What the sender of a sheet is told of it, and in which words."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.sentence import Sentence
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.importing import ImportChanged
from shared.kernel.words import Words


def _kind(fact: ImportChanged) -> NoticeKind:
    if fact.state == "CHECKED":
        return NoticeKind.IMPORT_CHECKED
    return NoticeKind.IMPORT_TO_MEND if fact.faulty else NoticeKind.IMPORT_DONE


def _import_changed(fact: ImportChanged) -> Tellings:
    """Tell the sender alone: nobody else sees the rows."""
    told = Telling(
        member_id=fact.started_by,
        kind=_kind(fact),
        subject=Subject(type=SubjectType.IMPORT, id=fact.run_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
    )
    return (told,)


IMPORT_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {ImportChanged: _import_changed}

_WHY = Words("因为这份表格是您上传的", "You get this because you sent this sheet in")


def _sentence(zh: str, en: str) -> Sentence:
    return Sentence(says=Words(zh, en), why=_WHY, link="/imports/{subject_id}")


IMPORT_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.IMPORT_CHECKED: _sentence(
        "您上传的表格已检查完，请看结果，决定是否导入", "Your sheet is checked: look, and agree or let it be"
    ),
    NoticeKind.IMPORT_DONE: _sentence("您上传的表格已全部导入", "Your sheet was taken in whole"),
    NoticeKind.IMPORT_TO_MEND: _sentence(
        "您上传的表格已导入，有几行退回，请下载修改",
        "Your sheet was taken in but for some rows; download and mend them",
    ),
}
