"""What the rules of service records say no with."""

from shared.kernel.errors import Conflict, Forbidden, RuleBroken


class CorrectionWaits(Conflict):
    """One correction is answered before the next is asked for."""

    code = "correction-waits"
    zh = "上一次更正申请还在等社区答复，答复后可以再提"
    en = "A correction waits for an answer already; ask again once it is answered"


class NothingAsked(Conflict):
    """There is no correction to answer."""

    code = "nothing-asked"
    zh = "这条记录没有等待答复的更正申请，请刷新页面"
    en = "No correction of this record waits for an answer; please reload the page"


class TooManyCorrections(Conflict):
    """A record holds a limited number of corrections."""

    code = "too-many-corrections"
    zh = "这条记录的更正申请已达 {most} 次，请到社区当面说明"
    en = "Corrections of this record were asked for {most} times; please speak with the community in person"


class OwnRecord(Forbidden):
    """Nobody decides about the record of their own service."""

    code = "own-record"
    zh = "这是您自己的服务记录，请由其他工作人员处理"
    en = "This is the record of your own service; another member of staff decides"


class OwnFinding(Forbidden):
    """Who finds a record wrong does not decide about it as well."""

    code = "own-finding"
    zh = "这条更正是您抽查时提出的，请由其他工作人员答复"
    en = "You found this in a spot check; another member of staff answers it"


class RecordWithdrawn(RuleBroken):
    """A record that was taken back is not corrected."""

    code = "record-withdrawn"
    zh = "这条记录已撤销，不能再更正"
    en = "This record was withdrawn and is not corrected any more"
