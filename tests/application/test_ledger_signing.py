"""Signing the heads: what was signed lies outside the database, and a tail written anew is found by it."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.ledger.adapters.heads_kept import HeadsFile
from services.ledger.adapters.signing import heads_signed
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import Ledger, open_ledger
from services.ledger.application.signer import KeyElsewhere, Signer, rotate_key, signer_of, unkept_signer
from services.ledger.application.signing import NotSigned, newest_signed, sign_heads, signed_page
from services.ledger.application.witness import heads_read
from services.ledger.domain.accounts import shard_of
from services.ledger.domain.drafting import draft
from services.ledger.domain.encoding import seal
from services.ledger.domain.showing import shown_of
from services.ledger.domain.signed_heads import SignedHeads, told_by
from services.ledger.domain.state import ShardState
from services.ledger.entrypoints.jobs import sweeps
from shared.events.contract import parse
from shared.events.ledger_heads import HeadsSigned
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Unavailable
from shared.kernel.ids import RandomIds
from shared.settings import Settings
from shared.storage.folder import DataFolder
from shared.storage.signing import fresh_signing_keys
from tests.application.ledger_world import a_writer
from tests.application.register_world import an_identity
from tests.ledger_facts import HERE, a_fact, confirmed, message_of, record_at

SHARD = shard_of(HERE)


@pytest.fixture
def file(tmp_path: Path) -> HeadsFile:
    return HeadsFile(tmp_path / "heads.ndjson")


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds, file: HeadsFile) -> Ledger:
    signer = replace(unkept_signer(), file=file)
    return open_ledger(clock, ids, an_identity(clock, ids), signer)


def serve(ledger: Ledger, number: int) -> None:
    a_writer(ledger).take([record_at(number, message_of(confirmed(f"r{number}", minutes=10 + number)))])


def signed_three_times(ledger: Ledger) -> list[SignedHeads]:
    lines = []
    for number in range(3):
        serve(ledger, number)
        lines.append(sign_heads(ledger))
    assert all(lines)
    return [each for each in lines if each]


def test_each_signing_stands_in_documents_file_and_event(ledger: Ledger, file: HeadsFile) -> None:
    lines = signed_three_times(ledger)
    assert list(file.every()) == list(ledger.signer.kept.every()) == lines
    entry = (ledger.signer.kept.collection.find_one({"_id": 3}) or {})["outbox"][0]  # type: ignore[index]  # -- a list
    told = parse(entry["headers"], entry["body"]).data
    assert isinstance(told, HeadsSigned)
    assert (told.number, told.text, entry["topic"]) == (3, lines[2].text, "linli.ledger.checkpoints")
    report = verify_ledger(ledger)
    assert (report.ok, report.signed) == (True, 3)


def test_what_did_not_change_is_not_signed_again(ledger: Ledger) -> None:
    assert sign_heads(ledger) is None
    signed_three_times(ledger)
    assert sign_heads(ledger) is None
    assert ledger.signer.kept.newest_number() == 3


def rewrite_the_tail(ledger: Ledger, keep: int) -> None:
    """Write blocks and all that readers see anew, as whoever holds the whole database could."""
    state, ids = ShardState(SHARD), [f"{SHARD:02d}:{seq:012d}" for seq in range(keep + 1, 4)]
    blocks = ledger.journal.collection
    kept = [each for each in ledger.journal.after(SHARD, 0) if each.block.seq <= keep]
    for collection in (
        *ledger.projections.all,
        ledger.checkpoints.collection,
    ):
        collection.delete_many({})
    blocks.delete_many({"_id": {"$in": ids}})
    for sealed in kept:
        state.apply(sealed)
        ledger.projections.show(shown_of(state, [sealed]))
    while state.seq < 3:
        forged = draft(state, [a_fact(f"forged{state.seq}", minutes=1440)], now_millis=0, nonce="0" * 32)
        assert forged is not None
        state.apply(seal(forged))
        ledger.journal.append(seal(forged), outbox=(), unsent_at=0)
        ledger.projections.show(shown_of(state, [seal(forged)]))


def test_a_tail_written_anew_with_all_that_readers_see_is_found(ledger: Ledger) -> None:
    signed_three_times(ledger)
    rewrite_the_tail(ledger, 1)
    report = verify_ledger(ledger)
    assert [(each.shard, each.seq) for each in report.breaks] == [(SHARD, 2), (SHARD, 3)]
    assert report.breaks[0].why == "it, or one before, was written anew after signed heads 2"
    with pytest.raises(NotSigned):
        sign_heads(ledger)


def test_a_tail_cut_off_with_all_that_readers_see_is_found(ledger: Ledger) -> None:
    signed_three_times(ledger)
    ledger.journal.collection.delete_one({"_id": f"{SHARD:02d}:000000000003"})
    second = ledger.journal.at(SHARD, 2)
    assert second is not None
    ledger.projections.heads_seen.update_one({"_id": SHARD}, {"$set": {"seq": 2, "hash": second.hash}})
    assert verify_ledger(ledger).breaks[0].why == "block 3 is missing"
    ledger.checkpoints.collection.delete_many({})
    with pytest.raises(NotSigned):
        sign_heads(ledger)


def test_who_also_writes_the_signed_documents_anew_is_found_by_the_file(
    ledger: Ledger, file: HeadsFile
) -> None:
    signed_three_times(ledger)
    rewrite_the_tail(ledger, 1)
    ledger.signer.kept.collection.delete_many({"_id": {"$gt": 1}})
    report = verify_ledger(ledger)
    assert report.breaks[0].seq == 2
    assert report.unsound == ("in the file: signed heads 2 are missing in the documents",)
    with pytest.raises(NotSigned):
        sign_heads(ledger)


def test_who_also_has_the_key_and_the_file_is_found_by_a_copy(
    ledger: Ledger, file: HeadsFile, tmp_path: Path
) -> None:
    signed_three_times(ledger)
    copy = HeadsFile(tmp_path / "copy.ndjson")
    file.path.rename(copy.path)
    ledger.signer.kept.collection.delete_many({})
    rewrite_the_tail(ledger, 1)
    assert sign_heads(ledger)
    assert verify_ledger(ledger).ok
    report = verify_ledger(ledger, heads_read(ledger, copy=copy, keys=ledger.signer.keys.keys))
    assert not report.ok
    assert report.breaks[0].seq == 2
    assert any("in the copy: signed heads 3 say another hash" in each for each in report.unsound)


def test_a_file_of_another_ledger_is_not_added_to(ledger: Ledger, file: HeadsFile) -> None:
    lines = signed_three_times(ledger)
    keys = fresh_signing_keys()
    file.path.write_text(heads_signed(keys, lines[0].text, keys.present).line + "\n")
    serve(ledger, 3)
    with pytest.raises(NotSigned):
        sign_heads(ledger)


def test_a_line_that_a_crash_kept_out_of_the_file_is_written_by_the_next_signing(
    ledger: Ledger, file: HeadsFile
) -> None:
    lines = signed_three_times(ledger)
    file.path.write_text(lines[0].line + "\n")
    assert sign_heads(ledger) is None
    assert list(file.every()) == lines


def test_a_disk_that_does_not_take_the_line_is_tried_again(
    ledger: Ledger, file: HeadsFile, tmp_path: Path
) -> None:
    nowhere = replace(ledger, signer=replace(ledger.signer, file=HeadsFile(tmp_path / "missing" / "heads")))
    serve(ledger, 0)
    with pytest.raises(Unavailable):
        sign_heads(nowhere)
    assert sign_heads(ledger) is None
    assert len(list(file.every())) == 1


def test_of_two_who_sign_at_once_one_is_kept(ledger: Ledger) -> None:
    serve(ledger, 0)

    class Slow(type(ledger.signer.kept)):  # type: ignore[misc]  # -- made for one test
        def newest_number(self) -> int:
            return 0

    signer = Signer(keys=ledger.signer.keys, kept=Slow(), file=None)
    assert sign_heads(ledger)
    assert sign_heads(replace(ledger, signer=signer)) is None


def test_a_chain_that_does_not_hold_is_not_signed_and_the_sweep_goes_on(
    ledger: Ledger, clock: SetClock
) -> None:
    serve(ledger, 0)
    ledger.journal.collection.update_many({}, {"$set": {"text": "{}"}})
    *_, signing = sweeps(ledger, 60)
    signing.run(clock.now())
    assert newest_signed(ledger) is None


def test_signed_lines_page_newest_first(ledger: Ledger) -> None:
    lines = signed_three_times(ledger)
    first = signed_page(ledger, limit=2, after=None)
    rest = signed_page(ledger, limit=2, after=first.next)
    assert (*first.items, *rest.items) == tuple(reversed(lines))
    assert (first.next, rest.next) == ("2", None)
    newest = newest_signed(ledger)
    assert newest is not None
    assert newest[0] == lines[2]
    with pytest.raises(BadInput):
        signed_page(ledger, limit=2, after="x")


def test_many_lines_are_found_by_a_few_looks(ledger: Ledger) -> None:
    serve(ledger, 0)
    line = sign_heads(ledger)
    assert line is not None
    for number in range(2, 121):
        ledger.signer.kept.append(number, line, outbox=(), unsent_at=0)
    assert ledger.signer.kept.newest_number() == 120
    assert unkept_signer().kept.newest_number() == 120
    assert len(list(ledger.signer.kept.every())) == 120


def test_a_key_is_made_once_closed_to_others_and_rotated_by_announcement(
    databases: str, clock: SetClock, ids: RandomIds, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "data")
    first = signer_of(Settings(), folder)
    assert (folder.keys / "ledger-heads.json").stat().st_mode & 0o777 == 0o600
    ledger = open_ledger(clock, ids, an_identity(clock, ids), first)
    serve(ledger, 0)
    sign_heads(ledger)
    fresh = rotate_key(Settings(), folder)
    ledger = open_ledger(clock, ids, an_identity(clock, ids), signer_of(Settings(), folder))
    for number in (1, 2):
        serve(ledger, number)
        sign_heads(ledger)
    told = [told_by(each) for each in ledger.signer.kept.every()]
    assert [each.key_id for each in told if each] == [first.keys.present, first.keys.present, fresh]
    read = heads_read(ledger, keys=[first.keys.present])
    assert (read.wrong, read.count) == ([], 3)


def test_the_operator_may_keep_key_and_file_elsewhere(databases: str, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    made = signer_of(Settings(), folder)
    elsewhere = (folder.keys / "ledger-heads.json").rename(tmp_path / "key.json")
    settings = Settings(heads_key_file=str(elsewhere), heads_file=str(tmp_path / "out.ndjson"))
    signer = signer_of(settings, folder)
    assert signer.keys == made.keys
    assert signer.file is not None
    assert signer.file.path == tmp_path / "out.ndjson"
    with pytest.raises(KeyElsewhere):
        rotate_key(settings, folder)
