"""Signed heads: whoever has read one can tell later whether a chain was written anew."""

import json
import random
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from services.ledger.adapters.heads_kept import HeadsFile
from services.ledger.adapters.signing import heads_signed
from services.ledger.domain.blocks import GENESIS
from services.ledger.domain.encoding import Sealed, hash_of, unseal
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.lines import Head
from services.ledger.domain.signed_heads import (
    HeadsRead,
    HeadsTold,
    SignedHeads,
    heads_text,
    read_line,
    told_by,
)
from services.ledger.domain.state import ShardState
from shared.kernel.signed import key_id_of
from shared.storage.signing import (
    SigningKeys,
    WrongSigningKey,
    fits,
    fresh_signing_keys,
    key_file_of,
    signing_keys_in,
)
from tests.ledger_facts import NOON_MILLIS, a_fact, blocks_of

KEYS = fresh_signing_keys()


def lines_of(chain: list[Sealed], every: int = 2, keys: SigningKeys = KEYS) -> list[SignedHeads]:
    """Return signed lines over every so many blocks."""
    lines: list[SignedHeads] = []
    for number, sealed in enumerate(chain[every - 1 :: every], start=1):
        told = HeadsTold(
            number=number,
            prev=lines[-1].hash if lines else GENESIS,
            made_at_millis=NOON_MILLIS + number,
            key_id=keys.present,
            next_key_id=keys.present,
            heads=(Head(shard=sealed.block.shard, seq=sealed.block.seq, hash=sealed.hash),),
        )
        lines.append(heads_signed(keys, heads_text(told), keys.present))
    return lines


def a_chain(blocks: int = 6, minutes: int = 15) -> list[Sealed]:
    return blocks_of(
        [[a_fact(f"{n}-{each}", minutes=minutes + n) for each in range(2)] for n in range(blocks)]
    )


def reading(lines: list[SignedHeads], *trusted: str) -> HeadsRead:
    read = HeadsRead(fits=fits, trusted=frozenset(trusted))
    read.read(lines)
    return read


def wrong_with(kept: list[tuple[str, str]], lines: list[SignedHeads]) -> bool:
    """Tell whether a stranger who has the lines finds fault with the blocks of a shard."""
    read = reading(lines, KEYS.present)
    shard = told_by(lines[0]).heads[0].shard  # type: ignore[union-attr]  # -- our own line
    state, signed = ShardState(shard), dict(read.of(shard))
    try:
        for seq, (text, claimed) in enumerate(kept, start=1):
            state.apply(unseal(shard=shard, seq=seq, text=text, claimed_hash=claimed))
            if signed.pop(seq, (state.head,))[0] != state.head:
                return True
    except BrokenChain:
        return True
    return bool(signed or read.wrong)


def change_a_field(kept: list[tuple[str, str]], seeded: random.Random) -> None:
    at = seeded.randrange(len(kept))
    whole = json.loads(kept[at][0])
    name = seeded.choice([each for each in whole if isinstance(whole[each], int)])
    whole[name] += seeded.choice((-1, 1, 60))
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    kept[at] = (text, hash_of(text) if seeded.random() < 0.5 else kept[at][1])


def change_a_sign(kept: list[tuple[str, str]], seeded: random.Random) -> None:
    at = seeded.randrange(len(kept))
    text = kept[at][0]
    place = seeded.randrange(len(text))
    changed = (
        text[:place] + chr((ord(text[place]) - 32 + seeded.randrange(1, 95)) % 95 + 32) + text[place + 1 :]
    )
    kept[at] = (changed, hash_of(changed) if seeded.random() < 0.5 else kept[at][1])


def change_the_order(kept: list[tuple[str, str]], seeded: random.Random) -> None:
    one, other = seeded.sample(range(len(kept)), 2)
    kept[one], kept[other] = kept[other], kept[one]


def delete(kept: list[tuple[str, str]], seeded: random.Random) -> None:
    start = seeded.randrange(len(kept))
    del kept[start : start + seeded.randrange(1, len(kept))]


def rewrite_the_tail(kept: list[tuple[str, str]], seeded: random.Random) -> None:
    """Write blocks that follow perfectly, from some block on, as whoever holds the database could."""
    keep = seeded.randrange(len(kept))
    minutes = [16 + n if n < keep else seeded.randrange(30, 1000) for n in range(len(kept))]
    forged = blocks_of(
        [
            [a_fact(f"{n}-{each}", minutes=each_minutes) for each in range(2)]
            for n, each_minutes in enumerate(minutes)
        ]
    )
    kept[:] = [(each.text, each.hash) for each in forged]


TAMPERINGS: tuple[Callable[[list[tuple[str, str]], random.Random], None], ...] = (
    change_a_field,
    change_a_sign,
    change_the_order,
    delete,
    rewrite_the_tail,
)


def test_of_a_thousand_tamperings_a_thousand_are_found() -> None:
    chain = a_chain(minutes=16)
    whole, lines = [(each.text, each.hash) for each in chain], lines_of(chain)
    assert not wrong_with(whole, lines)
    found = dict.fromkeys(TAMPERINGS, 0)
    for seed in range(1000):
        kept, tamper = list(whole), TAMPERINGS[seed % len(TAMPERINGS)]
        tamper(kept, random.Random(seed))
        assert kept != whole, (seed, tamper.__name__)
        found[tamper] += wrong_with(kept, lines)
    assert found == dict.fromkeys(TAMPERINGS, 200)


def test_a_tail_written_anew_is_found_by_the_signed_heads_alone() -> None:
    whole = [(each.text, each.hash) for each in a_chain(minutes=16)]
    kept, lines = list(whole), lines_of(a_chain(minutes=16))
    rewrite_the_tail(kept, random.Random(1))
    state = ShardState(told_by(lines[0]).heads[0].shard)  # type: ignore[union-attr]  # -- our own line
    for seq, (text, claimed) in enumerate(kept, start=1):
        state.apply(unseal(shard=state.shard, seq=seq, text=text, claimed_hash=claimed))
    assert state.seq == 6
    assert wrong_with(kept, lines)


def resigned(line: SignedHeads, keys: SigningKeys = KEYS, **changed: object) -> SignedHeads:
    told = told_by(line)
    assert told is not None
    return heads_signed(keys, heads_text(replace(told, **changed)), keys.present)  # type: ignore[arg-type]  # -- a builder for tests


THIEF = fresh_signing_keys()
OTHER_HEAD = (Head(shard=1, seq=2, hash="f" * 64),)


def faulty(lines: list[SignedHeads]) -> dict[str, list[SignedHeads]]:
    first, second, third = lines
    return {
        "signed heads 2: signed heads 1 are missing": [second, third],
        "signed heads 3: signed heads 2 are missing": [first, third],
        "signed heads 2: they do not name the hash of those before": [first, resigned(second, prev="0" * 64)],
        "signed heads 2: the key is not the one they name": [first, resigned(second, THIEF), third],
        "signed heads 2: nobody vouched for the key": [first, resigned(second, THIEF, key_id=THIEF.present)],
        "signed heads 2: the signature does not fit": [
            first,
            replace(second, text=second.text.replace("7", "8", 1)),
        ],
        "signed heads 2: the algorithm SM2 is not known": [first, replace(second, algorithm="SM2")],
        "signed heads 1: nobody vouched for the key": [resigned(first, THIEF, key_id=THIEF.present)],
        "signed heads 1: the text cannot be read": [replace(first, text="{}")],
        "signed heads 1: the key is not": [replace(first, public_key="no hexadecimal")],
    }


@pytest.mark.parametrize("why", faulty(lines_of(a_chain())))
def test_a_line_that_does_not_hold_is_named(why: str) -> None:
    found = reading(faulty(lines_of(a_chain()))[why], KEYS.present).wrong
    assert found[0].startswith(why)


def test_two_lines_that_disagree_about_a_block_are_named() -> None:
    first, second, _ = lines_of(a_chain())
    seq, shard = 2, told_by(first).heads[0].shard  # type: ignore[union-attr]  # -- our own line
    forged = resigned(second, heads=(Head(shard=shard, seq=seq, hash="f" * 64),))
    assert reading([first, forged]).wrong == [
        f"signed heads 2: block 2 of shard {shard} has another hash than in 1"
    ]


def test_a_new_key_is_believed_because_the_old_one_announced_it() -> None:
    rotated = KEYS.rotated()
    first, second, third = lines_of(a_chain())
    told = told_by(second)
    assert told is not None
    announcing = heads_signed(KEYS, heads_text(replace(told, next_key_id=rotated.present)), KEYS.present)
    following = resigned(third, rotated, prev=announcing.hash, key_id=rotated.present)
    assert reading([first, announcing, following], KEYS.present).wrong == []
    assert reading([first, announcing, following]).wrong == []


def test_keys_come_back_from_their_file() -> None:
    rotated = KEYS.rotated()
    assert signing_keys_in(key_file_of(rotated), file="keys.json") == rotated
    assert set(rotated.keys) == {KEYS.present, rotated.present}


@pytest.mark.parametrize(
    "bad", [b"", b"[]", b'{"present":"a","keys":{}}', b'{"present":"a","keys":{"a":"00"}}']
)
def test_a_file_that_holds_no_keys_is_refused(bad: bytes) -> None:
    with pytest.raises(WrongSigningKey):
        signing_keys_in(bad, file="keys.json")


def test_a_file_grows_and_what_a_crash_left_half_is_passed_over(tmp_path: Path) -> None:
    file, (first, second, third) = HeadsFile(tmp_path / "heads.ndjson"), lines_of(a_chain())
    assert (file.newest(), list(file.every())) == (None, [])
    file.append([first])
    with file.path.open("ab") as broken:
        broken.write(second.line.encode()[:50])
    assert file.newest() == first
    file.append([second, third])
    assert list(file.every()) == [first, second, third]
    assert file.newest() == third


@pytest.mark.parametrize("line", ["", "[]", "3", '{"a":1}', "{", "[" * 100_000])
def test_what_is_no_signed_line_is_none(line: str) -> None:
    assert read_line(line) is None


def test_the_recipe_of_the_documents_verifies_a_line_without_us(tmp_path: Path) -> None:
    line = json.loads(lines_of(a_chain())[0].line)
    (tmp_path / "text").write_text(line["text"])
    (tmp_path / "signature").write_bytes(bytes.fromhex(line["signature"]))
    (tmp_path / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100" + line["public_key"]))
    command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Signature Verified Successfully" in done.stdout
    assert key_id_of(line["public_key"]) == KEYS.present
