"""Credits of closed accounts over HTTP: what is held, and who gets it."""

from services.ledger.application.closed_accounts import (
    ClosedAccount,
    HandToHeir,
    closed_accounts,
    hand_to_heir,
    leave_to_pool,
)
from services.ledger.application.context import Ledger
from services.ledger.entrypoints.command_schemas import CommandView
from services.ledger.entrypoints.commands_api import CREATED, answer_to
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Answer, Api, Call, Nothing


def closed_accounts_api(ledger: Ledger) -> Api:
    """Return the routes over what closed accounts hold."""
    api = Api("ledger")

    @api.get(
        "/books/<community_code>/closed-accounts",
        gives=ClosedAccount,
        paged=True,
        may=SIGNED_IN,
        says="What accounts that were closed still hold in a book, and until when heirs may ask for it",
    )
    def listed(call: Call[Nothing]) -> Page[ClosedAccount]:
        found = closed_accounts(ledger, call.actor, call.path["community_code"])
        return Page(items=found[: call.limit], next=None)

    @api.post(
        "/closed-accounts/<account>/heir",
        takes=HandToHeir,
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Hand what a closed account holds to an heir, as staff who keep its book",
    )
    def heir(call: Call[HandToHeir]) -> Answer:
        return answer_to(hand_to_heir(ledger, call.actor, call.path["account"], call.body, call.new_id()))

    @api.post(
        "/closed-accounts/<account>/pool",
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Give what a closed account holds to the pool, as staff who keep its book",
    )
    def pool(call: Call[Nothing]) -> Answer:
        return answer_to(leave_to_pool(ledger, call.actor, call.path["account"], call.new_id()))

    return api
