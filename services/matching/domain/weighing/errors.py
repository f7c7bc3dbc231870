"""What the rules of weighing say no with."""

from shared.kernel.errors import Conflict, NotFound, RuleBroken


class NothingWeighs(RuleBroken):
    """Some term must weigh something, or everybody would be worth the same."""

    code = "nothing-weighs"
    zh = "至少一项要大于 0，否则分不出先后"
    en = "At least one weight must be above 0, or nobody would come before anybody"


class NoSuchVersion(NotFound):
    """There is no version with this number."""

    code = "no-such-version"
    zh = "没有这个版本"
    en = "There is no such version"


class NewerVersionIsOn(Conflict):
    """A newer version was switched on meanwhile; going back is a version of its own, with its own preview."""

    code = "newer-version-is-on"
    zh = "已启用更新的版本；要改回来，请新拟一版并重新试算"
    en = "A newer version is on; to go back, draft a version anew and look at its preview"
