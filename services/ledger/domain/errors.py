"""What can be wrong with a journal."""

from shared.kernel.errors import Conflict, LinliError, RuleBroken, StaleWrite


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


class IllegalStep(Conflict):
    """The correction was approved or declined before."""

    code = "correction-decided"
    zh = "这项更正已经处理过，请刷新查看结果"
    en = "This correction was decided before; reload to see how"


class OwnApproval(RuleBroken):
    """Whoever asked for a correction may not decide it."""

    code = "own-approval"
    zh = "更正须由另一位工作人员批准或退回，请交给同事处理"
    en = "Another member of staff must approve or decline this correction; please ask a colleague"


class NotYetWritten(Conflict):
    """A reading asked for what the journal, as far as readers see it, does not hold yet."""

    code = "sequence-not-reached"
    zh = "账本还没有写到第 {sequence} 块，请稍后再读"
    en = "The journal has not reached {sequence} yet; read again shortly"
