"""What a row of a sheet is refused with."""

from shared.kernel.errors import Conflict, RuleBroken


class FormulaCell(RuleBroken):
    """A cell holds a formula that nobody has computed."""

    code = "formula-cell"
    zh = "单元格里是公式，请粘贴为数值后再导入"
    en = "A cell holds a formula; please paste its value and import again"


class TwiceInSheet(Conflict):
    """Two rows of a sheet speak of the same thing and say different things of it."""

    code = "twice-in-sheet"
    zh = "与第 {number} 行是同一条记录，但内容不同；请只保留正确的一行"
    en = "Row {number} speaks of the same, but says something else; please keep the right one only"


class KeptOtherwise(Conflict):
    """What the row says differs from what stands here."""

    code = "kept-otherwise"
    zh = "系统里已有这条记录，但内容不同；导入不会修改已有记录"
    en = "This is here already and says something else; an import changes nothing that stands"


class NobodyOfThatName(RuleBroken):
    """The row names a person whom the register does not know."""

    code = "nobody-of-that-name"
    zh = "居民名册里没有这个人（姓名与电话或住址都要一致），请先导入居民"
    en = (
        "The register knows nobody of this name with this phone or address; please import the residents first"
    )


class NoSuchVolunteer(RuleBroken):
    """The row names a volunteer who has no account."""

    code = "no-such-volunteer"
    zh = "没有这个志愿者编号或手机号的账户，请对方先注册"
    en = "No account has this volunteer number or phone; please ask the volunteer to sign up first"


class NameDiffers(Conflict):
    """The number is another person's."""

    code = "name-differs"
    zh = "这个编号或手机号属于另一位志愿者，请核对姓名"
    en = "This number or phone is another volunteer's; please check the name"


class MinutesRequired(RuleBroken):
    """Hours are given in minutes or in hours, one of them."""

    code = "minutes-required"
    zh = "请填写服务时长：分钟或小时，二者选一"
    en = "Please give how long it was: minutes or hours, one of them"


class AreaNamedOtherwise(Conflict):
    """Codes and names of a community's sub-district, district and city belong together."""

    code = "area-named-otherwise"
    zh = "代码 {area} 的名称是 {name}，与表格里的不同，请核对"
    en = "The area {area} is called {name}, not as in the sheet; please check it"


class EmptySheet(RuleBroken):
    """A sheet has a row below its header."""

    code = "empty-sheet"
    zh = "表格里没有数据行，请检查后再上传"
    en = "The sheet has no row below its header; please check it and send it in again"


class TooManyRuns(Conflict):
    """A few sheets are at work, or wait to be confirmed, at a time."""

    code = "too-many-runs"
    zh = "您有 {most} 份表格还没有处理完，请先导入或放弃它们"
    en = "{most} of your sheets are not done with; please import or discard them first"


class NotYetServed(RuleBroken):
    """What is entered has been."""

    code = "not-yet-served"
    zh = "服务时间在将来；导入的是已经完成的服务"
    en = "This is still to come; what is imported has been done"
