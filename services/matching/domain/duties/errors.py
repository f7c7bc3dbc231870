"""What the rules of named duties say no with."""

from shared.kernel.errors import Conflict, RuleBroken


class DutyNamedAlready(Conflict):
    """A duty of one kind is named once for an area."""

    code = "duty-named-already"
    zh = "这个片区已有这项职责，请在列表里任命"
    en = "This duty is named for the area already; please appoint somebody in the list"


class DutyEndsBeforeItBegins(RuleBroken):
    """A term ends after today."""

    code = "duty-ends-before-it-begins"
    zh = "任期截止日应晚于今天"
    en = "The last day of the term must come after today"
