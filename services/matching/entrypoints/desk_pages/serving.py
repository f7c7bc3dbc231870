"""What staff do about a service of a need: confirm its minutes after a call, or record that nobody came."""

from services.matching.application.commands import Confirm, NoShow
from services.matching.application.context import Matching
from services.matching.application.serving import confirm, no_show
from services.matching.domain.errors import MinutesOutOfRange, ReasonRequired
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.desk_pages.handling import Handling
from services.matching.entrypoints.desk_pages.typed import MinutesForm
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound
from shared.kernel.words import Words
from shared.web.api import Nothing
from shared.web.pages import Pages, Shown, Visit

_CONFIRM = Permission.CONFIRM_AS_STAFF


class Serving:
    """What is sent about a service from the page of its need."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def confirm(self, visit: Visit[MinutesForm]) -> Shown:
        """Confirm the minutes the receiving side told on the phone."""
        said = Confirm(minutes=visit.body.minutes, reason=visit.body.difference)
        try:
            confirm(self.m, visit.actor, self._service_id(visit.path["id"], visit.path["service"]), said)
        except ReasonRequired as missing:
            raise one_fault("difference", missing.code, missing.zh, missing.en) from missing
        except MinutesOutOfRange as wrong:
            raise one_fault("minutes", wrong.code, wrong.say("zh"), wrong.say("en")) from wrong
        return visit.go(
            f"/desk/needs/{visit.path['id']}",
            Words("已确认，时长即将记入", "Confirmed; the minutes are being credited"),
        )

    def missed(self, visit: Visit[Nothing]) -> Shown:
        """Record that the volunteer did not come; the need is open again while there is time."""
        service_id = self._service_id(visit.path["id"], visit.path["service"])
        no_show(self.m, visit.actor, service_id, NoShow())
        return visit.go(f"/desk/needs/{visit.path['id']}", Words("已记录未到", "Recorded as not come"))

    def _service_id(self, need_id: str, service_id: str) -> str:
        """Return the id of a service of this need.

        Raises:
            NotFound: If it belongs to another need, or there is none.
        """
        if self.m.assignments.get(service_id).need_id != need_id:
            raise NotFound(kind="Assignment", id=service_id)
        return service_id


def serving_pages(m: Matching) -> Pages:
    """Return where forms about a service go."""
    pages, serving, handling = Pages("matching"), Serving(m), Handling(m)
    service = "/desk/needs/<id>/services/<service>"
    pages.post(f"{service}/confirm", may=_CONFIRM, takes=MinutesForm, again=handling.show)(serving.confirm)
    pages.post(f"{service}/no-show", may=_CONFIRM, again=handling.show)(serving.missed)
    return pages
