"""Signing the heads of all chains, every few minutes, so that nobody who holds the database alone can write them anew."""

from collections.abc import Sequence

from services.ledger.adapters.signing import heads_signed
from services.ledger.application.context import Ledger
from services.ledger.application.proof import proof_of, verify_new
from services.ledger.domain.blocks import GENESIS
from services.ledger.domain.lines import Head
from services.ledger.domain.signed_heads import HeadsTold, SignedHeads, heads_text, told_by
from shared.events.ledger_heads import HeadsSigned
from shared.kernel.clock import unix_millis
from shared.kernel.errors import LinliError
from shared.storage.outbox import OUTBOX_BELL, outbox_entries
from shared.storage.paging import Page, no_place_in_list


class NotSigned(LinliError):
    """The chains do not hold, or differ from what was signed before; nobody signs that."""

    code = "heads-not-signed"
    zh = "账链与已签名的不符，没有签名：{why}；请运行 linli ledger verify"
    en = "The chains do not hold and were not signed: {why}; run linli ledger verify"


def sign_heads(ledger: Ledger) -> SignedHeads | None:
    """Sign the newest verified blocks, if there are any since the last time, and write the line to the file.

    Returns:
        The new line, or None if nothing was new or another process has just signed.

    Raises:
        NotSigned: If a chain does not hold, or is not the one that was signed before.
        Unavailable: If the store or the disk does not answer; the next time goes on.
    """
    now = ledger.clock.now()
    proof = proof_of(verify_new(ledger), now)
    if not proof.chain_ok:
        raise NotSigned(why=proof.breaks[0])
    number = ledger.signer.kept.newest_number()
    before = ledger.signer.kept.numbered([number]).get(number)
    _write_file(ledger, number)
    told = told_by(before) if before else None
    _check_stands(ledger, told.heads if told else ())
    if not proof.heads or (told and told.heads == proof.heads):
        return None
    signed = _signed(ledger, before, told, proof.heads)
    return signed if _keep(ledger, number + 1, signed) else None


def signed_page(ledger: Ledger, *, limit: int, after: str | None) -> Page[SignedHeads]:
    """Return a page of the signed lines, newest first.

    Raises:
        BadInput: If ``after`` is no number.
    """
    if after is not None and not (after.isdecimal() and len(after) < 12):
        raise no_place_in_list()
    top = int(after) - 1 if after is not None else ledger.signer.kept.newest_number()
    numbers = range(max(top, 0), max(top - limit, 0), -1)
    found = ledger.signer.kept.numbered(numbers)
    shown = tuple(found[number] for number in numbers if number in found)
    return Page(items=shown, next=str(numbers[-1]) if numbers and numbers[-1] > 1 else None)


Told = tuple[SignedHeads, HeadsTold]
"""A signed line and what it says."""


def signed_told(ledger: Ledger, *, limit: int, after: str | None) -> Page[Told]:
    """Return a page of the signed lines with what they say, newest first; one that says nothing is left out.

    Raises:
        BadInput: If ``after`` is no number.
    """
    page = signed_page(ledger, limit=limit, after=after)
    told = ((each, told_by(each)) for each in page.items)
    return Page(items=tuple((line, says) for line, says in told if says), next=page.next)


def newest_signed(ledger: Ledger) -> Told | None:
    """Return the newest signed line and what it says, or None if nothing was signed yet."""
    return next(iter(signed_told(ledger, limit=1, after=None).items), None)


def _signed(
    ledger: Ledger, before: SignedHeads | None, told: HeadsTold | None, heads: tuple[Head, ...]
) -> SignedHeads:
    keys = ledger.signer.keys
    key_id = told.next_key_id if told and told.next_key_id in keys.keys else keys.present
    whole = HeadsTold(
        number=told.number + 1 if told else 1,
        prev=before.hash if before else GENESIS,
        made_at_millis=unix_millis(ledger.clock.now()),
        key_id=key_id,
        next_key_id=keys.present,
        heads=heads,
    )
    return heads_signed(keys, heads_text(whole), key_id)


def _keep(ledger: Ledger, number: int, signed: SignedHeads) -> bool:
    said = HeadsSigned(
        number=number,
        algorithm=signed.algorithm,
        public_key=signed.public_key,
        signature=signed.signature,
        text=signed.text,
    )
    outbox = outbox_entries(
        (said,), subject="signed-heads", sequence=number, clock=ledger.clock, ids=ledger.ids
    )
    kept = ledger.signer.kept
    is_first = kept.append(number, signed, outbox=outbox, unsent_at=unix_millis(ledger.clock.now()))
    if is_first:
        OUTBOX_BELL.ring(kept.collection.full_name)
        _write_file(ledger, number)
    return is_first


def _write_file(ledger: Ledger, number: int) -> None:
    """Bring the file up to this number; a line that a crash kept out of it is written by the next signing."""
    file = ledger.signer.file
    if file is None:
        return
    newest = file.newest()
    told = told_by(newest) if newest else None
    has = told.number if told else 0
    if has > number:
        raise NotSigned(why=f"the file has signed heads {has}, the documents only {number}")
    if newest and ledger.signer.kept.numbered([has]).get(has) != newest:
        raise NotSigned(why=f"signed heads {has} of the file are not those of the documents")
    while has < number:
        lines = ledger.signer.kept.numbered(range(has + 1, min(has + 100, number) + 1))
        file.append([lines[each] for each in sorted(lines)])
        has = min(has + 100, number)


def _check_stands(ledger: Ledger, heads: Sequence[Head]) -> None:
    for head in heads:
        standing = ledger.journal.at(head.shard, head.seq)
        if standing is None or standing.hash != head.hash:
            raise NotSigned(why=f"block {head.seq} of shard {head.shard} is not the one that was signed")
