"""Nothing that is killed here is measured."""

import pytest


@pytest.fixture(autouse=True)
def _unmeasured(unmeasured: None) -> None:
    """Start every process without coverage."""
