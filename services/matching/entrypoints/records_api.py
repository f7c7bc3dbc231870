"""The API of service records."""

from services.matching.application.context import Matching
from services.matching.application.records.commands import (
    AnswerCorrection,
    AskRecordCorrection,
    RecordsDeskQuery,
    RecordsQuery,
    WithdrawRecord,
)
from services.matching.application.records.correcting import (
    answer_correction,
    ask_correction,
    withdraw_record,
)
from services.matching.application.records.desk import corrections_for_desk
from services.matching.application.records.showing import (
    RecordView,
    record_shown,
    record_views,
    records_listed,
)
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def records_api(m: Matching) -> Api:
    """Return the routes of service records."""
    api = Api("matching")
    _read(api, m)
    _changed(api, m)
    return api


def _read(api: Api, m: Matching) -> None:
    @api.get(
        "/records",
        query=RecordsQuery,
        gives=RecordView,
        paged=True,
        may=SIGNED_IN,
        says="One's own service records, the one entered last first; for staff those of a person of their community",
    )
    def listed(call: Call[RecordsQuery]) -> Page[RecordView]:
        return records_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get("/records/<id>", gives=RecordView, may=SIGNED_IN, says="One service record")
    def shown(call: Call[Nothing]) -> RecordView:
        return record_shown(m, call.actor, call.path["id"])

    @api.get(
        "/records/corrections",
        query=RecordsDeskQuery,
        gives=RecordView,
        paged=True,
        may=Permission.CONFIRM_AS_STAFF,
        says="Records of a community whose correction waits for an answer of staff",
    )
    def asked(call: Call[RecordsDeskQuery]) -> Page[RecordView]:
        return corrections_for_desk(m, call.actor, call.query, limit=call.limit, after=call.after)


def _changed(api: Api, m: Matching) -> None:
    @api.post(
        "/records/<id>/corrections",
        takes=AskRecordCorrection,
        gives=RecordView,
        may=SIGNED_IN,
        says="Say what is wrong with the record of one's own service",
    )
    def ask(call: Call[AskRecordCorrection]) -> RecordView:
        asked = ask_correction(m, call.actor, call.path["id"], call.body)
        return record_views(m, call.actor, (asked,))[0]

    @api.post(
        "/records/<id>/answer",
        takes=AnswerCorrection,
        gives=RecordView,
        may=SIGNED_IN,
        says="Correct a record as asked, or say why not, as staff",
    )
    def answer(call: Call[AnswerCorrection]) -> RecordView:
        answered = answer_correction(m, call.actor, call.path["id"], call.body)
        return record_views(m, call.actor, (answered,))[0]

    @api.post(
        "/records/<id>/withdraw",
        takes=WithdrawRecord,
        gives=RecordView,
        may=SIGNED_IN,
        says="Take a record back as staff: the service was none, or no volunteering",
    )
    def withdraw(call: Call[WithdrawRecord]) -> RecordView:
        gone = withdraw_record(m, call.actor, call.path["id"], call.body)
        return record_views(m, call.actor, (gone,))[0]
