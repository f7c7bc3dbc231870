"""A certificate goes to the city's e-seal service and comes back sealed, or does not leave at all."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from services.matching.adapters.seals import MOST_BYTES, SealAway, SealService
from services.matching.application.certificates.certifier import unkept_certifier, unsealed
from services.wiring import seal_of
from shared.kernel.call_marks import signature
from shared.kernel.clock import SetClock
from shared.settings import Settings
from tests.application.sinks import WebSink, web_sink

SECRET = "sixteen letters!"
PDF, SEALED = b"%PDF-1.7 plain", b"%PDF-1.7 sealed"


@pytest.fixture
def service() -> Iterator[WebSink]:
    with web_sink() as sink:
        sink.answer = lambda _: (200, SEALED)
        yield sink


def bound(service: WebSink, clock: SetClock) -> SealService:
    seal = seal_of(replace(Settings(), seal_url=service.url, seal_secret=SECRET), clock)
    assert isinstance(seal, SealService)
    return seal


def test_a_file_goes_there_under_our_signature_and_comes_back_sealed(
    service: WebSink, clock: SetClock
) -> None:
    certifier = replace(unkept_certifier(), e_seal=bound(service, clock))
    assert certifier.e_seal(PDF) == SEALED
    (call,) = service.calls
    timestamp = call.headers["X-Linli-Timestamp"]
    assert call.headers["X-Linli-Signature"] == signature(SECRET, timestamp, PDF)
    assert (call.headers["Content-Type"], call.body) == ("application/pdf", PDF)


@pytest.mark.parametrize(
    "answer",
    [(500, b""), (403, SEALED), (200, b"<html>"), (200, b"%PDF-" + b"0" * MOST_BYTES)],
    ids=["broken", "refused", "no-pdf", "too-large"],
)
def test_what_is_no_sealed_file_is_not_handed_out(
    service: WebSink, clock: SetClock, answer: tuple[int, bytes]
) -> None:
    service.answer = lambda _: answer
    with pytest.raises(SealAway):
        bound(service, clock)(PDF)


def test_a_service_that_does_not_answer_is_said_to_be_away(clock: SetClock) -> None:
    with pytest.raises(SealAway):
        SealService(url="http://127.0.0.1:9/seal", secret=SECRET, clock=clock)(PDF)


def test_where_no_service_is_bound_the_paper_keeps_room_for_the_wet_seal(clock: SetClock) -> None:
    assert seal_of(Settings(), clock) is unsealed
