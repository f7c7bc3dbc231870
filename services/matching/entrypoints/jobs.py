"""What coordination looks for again and again."""

from functools import partial

from services.matching.application import sweeps as does
from services.matching.application.batch.asking import ask_nightly, ask_soon
from services.matching.application.batch.warming import make_solver_ready
from services.matching.application.caring.tending import tend_due_plans
from services.matching.application.context import Matching
from services.matching.application.giving.sweeps import release_orphaned_stock
from services.matching.application.importing.runs import forget_sheets, work_on_sheets
from services.matching.application.pairing.reminding import tell_of_due_contacts
from shared.messaging.sweeps import Sweep


def sweeps(m: Matching) -> tuple[Sweep, ...]:
    """Return the sweeps of coordination."""
    return (
        Sweep(name="matching.expire-due-needs", every_seconds=30, run=partial(does.expire_due_needs, m)),
        Sweep(name="matching.remind-unconfirmed", every_seconds=60, run=partial(does.remind_unconfirmed, m)),
        Sweep(
            name="matching.release-orphaned-reservations",
            every_seconds=20,
            run=partial(does.release_orphaned_reservations, m),
        ),
        Sweep(
            name="matching.release-orphaned-stock",
            every_seconds=20,
            run=partial(release_orphaned_stock, m),
        ),
        Sweep(name="matching.end-expired-duties", every_seconds=300, run=partial(does.end_expired_duties, m)),
        Sweep(
            name="matching.tell-of-due-contacts",
            every_seconds=300,
            run=partial(tell_of_due_contacts, m),
        ),
        Sweep(name="matching.tend-care-plans", every_seconds=300, run=partial(tend_due_plans, m)),
        Sweep(name="matching.work-on-sheets", every_seconds=2, run=partial(work_on_sheets, m)),
        Sweep(name="matching.forget-sheets", every_seconds=3600, run=partial(forget_sheets, m)),
        Sweep(name="matching.refresh-candidates", every_seconds=10, run=partial(does.refresh_candidates, m)),
        Sweep(name="matching.make-solver-ready", every_seconds=10, run=make_solver_ready),
        Sweep(name="matching.ask-soon", every_seconds=60, run=partial(ask_soon, m)),
        Sweep(name="matching.ask-nightly", every_seconds=600, run=partial(ask_nightly, m)),
    )
