"""Pages made from the code say what the code says."""

import pytest

from shared.events.page import render_catalogue
from tests.architecture.drawn import (
    EVENTS_DOCUMENT,
    EVENTS_PAGE,
    IMPORTING_PAGE,
    STATES_PAGE,
    States,
    every_table_of_states,
    render_asyncapi,
    render_states,
)
from tests.architecture.drawn_importing import render_importing


def test_page_of_events_agrees_with_the_contracts() -> None:
    assert EVENTS_PAGE.read_text(encoding="utf-8") == render_catalogue(), "make docs writes it anew"


def test_document_of_events_agrees_with_the_contracts() -> None:
    assert EVENTS_DOCUMENT.read_text(encoding="utf-8") == render_asyncapi(), "make docs writes it anew"


def test_page_of_states_agrees_with_the_tables() -> None:
    assert STATES_PAGE.read_text(encoding="utf-8") == render_states(), "make docs writes it anew"


def test_page_of_importing_agrees_with_the_columns() -> None:
    assert IMPORTING_PAGE.read_text(encoding="utf-8") == render_importing(), "make docs writes it anew"


@pytest.mark.parametrize("states", every_table_of_states(), ids=lambda states: states.kind.__name__)
def test_every_state_has_its_line_in_the_table(states: States) -> None:
    assert set(states.arrows) == set(states.kind)


@pytest.mark.parametrize("states", every_table_of_states(), ids=lambda states: states.kind.__name__)
def test_every_state_but_the_first_can_be_reached(states: States) -> None:
    reached = {next(iter(states.kind))}
    while more := {there for here in reached for there in states.arrows[here]} - reached:
        reached |= more
    assert reached == set(states.kind)
