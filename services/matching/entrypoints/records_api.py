"""The API of service records."""

from services.matching.application.context import Matching
from services.matching.application.records.commands import RecordsQuery
from services.matching.application.records.showing import RecordView, record_shown, records_listed
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def records_api(m: Matching) -> Api:
    """Return the routes of service records."""
    api = Api("matching")
    _read(api, m)
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
