"""The pages of redeeming: choosing from the catalogue, one's redemptions, the counter, the community's catalogue, its pool."""

from services.ledger.application.redeeming.context import Redeeming
from services.ledger.entrypoints.pool_pages import pool_pages
from services.ledger.entrypoints.redeeming_pages.counter import counter_pages
from services.ledger.entrypoints.redeeming_pages.desk import desk_pages
from services.ledger.entrypoints.redeeming_pages.own import own_pages
from shared.web.pages import Pages


def redeeming_pages(r: Redeeming) -> tuple[Pages, ...]:
    """Return the pages of redeeming."""
    return (own_pages(r), counter_pages(r), desk_pages(r), pool_pages(r))
