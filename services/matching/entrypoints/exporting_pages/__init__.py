"""The pages of exporting: chosen, looked at with its number of rows, taken out, and who took what out before."""

from dataclasses import dataclass
from typing import Annotated

from flask import Response

from services.matching.adapters.exports import Format
from services.matching.application.context import Matching
from services.matching.application.exporting.fields import FIELDS
from services.matching.application.exporting.mappings import DEFAULT, Columns, columns_of
from services.matching.application.exporting.on_pages import (
    exported,
    exports_from,
    exports_overseen,
    rows_meant,
)
from services.matching.application.exporting.own_names import OWN, names_kept, own_columns
from services.matching.domain.exporting.asked import Asked
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.exporting_pages.own_names import pages_of_own_names
from services.matching.entrypoints.register_pages.places import SUGGESTED, own_communities, suggested
from shared.events.days import OnDay
from shared.events.fields import Text
from shared.identity.actor import Actor
from shared.identity.communities import Community
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.files import XLSX, File
from shared.web.pages import Pages, Shown, Visit

_MAY = Permission.EXPORT_PERSONAL_DATA
KINDS = {
    "members": Words("成员", "Members"),
    "records": Words("服务记录", "Records of service"),
    "hours": Words("服务时长", "Hours"),
}
MAPPINGS = {
    DEFAULT: Words("邻里（可再导入）", "Linli (can be imported again)"),
    "national": Words("全国系统（暂定）", "National system (provisional)"),
    "provincial": Words("省级系统（暂定）", "Provincial system (provisional)"),
}
OWN_NAMES = Words("本社区自定", "The community's own")
FORMATS = {
    Format.XLSX: ("XLSX", XLSX),
    Format.CSV: ("CSV", "text/csv"),
    Format.JSON: ("JSON", "application/json"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportForm:
    """What is to be taken out, as the page asks."""

    community_code: Annotated[str, Text(most=12)] = ""
    kind: Annotated[str, Text(most=20)] = ""
    mapping: Annotated[str, Text(most=20)] = DEFAULT
    written_as: Format = Format.XLSX
    from_on: OnDay | None = None
    to_on: OnDay | None = None

    def read(self, m: Matching) -> tuple[Asked, Columns]:
        """Return what is asked for, and under which names: those that come with the platform, or the community's own.

        Raises:
            BadInput: If there is no such kind or mapping, or the days are the wrong way round.
        """
        if self.kind not in FIELDS:
            raise one_fault("kind", "required", "请选择导出什么", "Please choose what is exported")
        if self.mapping not in (*MAPPINGS, OWN):
            raise one_fault("mapping", "required", "请选择列名", "Please choose the names of the columns")
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise one_fault("to_on", "order", "结束日期早于开始日期", "The last day is before the first")
        is_own = self.mapping == OWN
        columns = (
            own_columns(m, self.community_code, self.kind) if is_own else columns_of(self.kind, self.mapping)
        )
        asked = Asked(
            kind=self.kind,
            community_code=self.community_code,
            fields=tuple(columns),
            from_on=self.from_on,
            to_on=self.to_on,
        )
        return asked, columns


class Exporting:
    """The pages of who exports."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show what can be taken out of a community, and what was."""
        mine = own_communities(self.m.communities, visit.actor, _MAY)
        community = self._community(visit, mine)
        here = f"/exports?community={community.code}"
        listed = exports_from(self.m, visit.actor, community.code, after=visit.after)
        return visit.show(
            "exporting/overview.html",
            community=community,
            mine=mine if community in mine else [community, *mine],
            has_more=len(mine) == SUGGESTED,
            here=here,
            kinds=KINDS,
            mappings=self._mappings(community),
            formats=FORMATS,
            runs=listed.items,
            names=self.m.people.names(each.exported_by for each in listed.items),
            is_first=visit.after is None,
            next=f"{here}&after={listed.next}" if listed.next else None,
        )

    def _mappings(self, community: Community) -> dict[str, Words]:
        """Return whose names can be chosen: the community's own once it has some."""
        names = names_kept(self.m, community.code)
        if names is None:
            return MAPPINGS
        said = (
            Words("本社区自定（暂定）", "The community's own (provisional)")
            if names.is_provisional
            else OWN_NAMES
        )
        return {**MAPPINGS, OWN: said}

    def _community(self, visit: Visit[object], mine: list[Community]) -> Community:
        """Return the community that was asked for, if the visitor exports there, else their own first."""
        actor, typed = visit.actor, visit.values
        code = str(typed.get("community") or typed.get("community_code") or "")
        named = [
            each
            for each in suggested(self.m.communities, str(typed.get("community_words", "")))
            if actor.may(_MAY, each.code)
        ]
        if code and self._is_open(actor, code):
            return self.m.communities.get(code)
        if named:
            return named[0]
        home = actor.community_code
        return self.m.communities.get(home) if actor.may(_MAY, home) or not mine else mine[0]

    def _is_open(self, actor: Actor, code: str) -> bool:
        return self.m.communities.find(code) is not None and actor.may(_MAY, code)

    def look(self, visit: Visit[ExportForm]) -> Shown:
        """Show how many rows would leave and who will see it, before anything does."""
        asked, _ = visit.body.read(self.m)
        return visit.show(
            "exporting/look.html",
            rows=rows_meant(self.m, visit.actor, asked),
            community=self.m.communities.get(asked.community_code),
            asked=asked,
            form=visit.body,
            kind=KINDS[asked.kind],
            mapping=MAPPINGS.get(visit.body.mapping, OWN_NAMES),
            written_as=FORMATS[visit.body.written_as][0],
        )

    def file(self, visit: Visit[ExportForm]) -> Response:
        """Give the file."""
        asked, columns = visit.body.read(self.m)
        form = visit.body.written_as
        content = exported(self.m, visit.actor, asked, columns, form)
        name = f"{asked.kind}-{asked.community_code}.{form.value}"
        return File(content=content, mimetype=FORMATS[form][1], name=name).response()

    def overseen(self, visit: Visit[object]) -> Shown:
        """Show who took what out of which community and when; nothing of any row."""
        listed = exports_overseen(self.m, visit.actor, after=visit.after)
        return visit.show(
            "exporting/overseen.html",
            runs=listed.items,
            names=self.m.people.names(each.exported_by for each in listed.items),
            area_name=self.m.communities.area_name,
            kinds=KINDS,
            is_first=visit.after is None,
            next=f"/exports/record?after={listed.next}" if listed.next else None,
        )


def pages_of_exporting(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    pages, page = Pages("matching"), Exporting(m)
    pages.get("/exports", may=_MAY)(page.show)
    pages.post("/exports", may=_MAY, takes=ExportForm, again=page.show)(page.look)
    pages.post("/exports/file", may=_MAY, takes=ExportForm, again=page.show)(page.file)
    pages.get("/exports/record", may=Permission.SEE_AUDIT)(page.overseen)
    return (pages, pages_of_own_names(m, KINDS))
