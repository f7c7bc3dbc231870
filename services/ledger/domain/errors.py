"""What can be wrong with a journal."""

from shared.kernel.errors import LinliError, StaleWrite


class Unbalanced(LinliError):
    """The postings of a transfer do not sum to zero in some unit; our own mistake, never a person's."""

    code = "unbalanced"
    zh = "记账不平：{transfer_id}"
    en = "The postings of {transfer_id} do not sum to zero"


class BrokenChain(LinliError):
    """A block does not follow from the ones before it. The ledger stops rather than write on top of it.

    Facts: ``shard``, ``seq`` and ``why``.
    """

    code = "broken-chain"
    zh = "账本链在分片 {shard} 第 {seq} 块断裂：{why}"
    en = "The chain of shard {shard} breaks at block {seq}: {why}"


class Fenced(StaleWrite):
    """Another writer wrote this block first; read its blocks and draft again."""

    code = "fenced"
