"""The page of a community's own names of columns."""

from dataclasses import dataclass
from typing import Annotated

from flask import request

from services.matching.application.context import Matching
from services.matching.application.exporting.fields import FIELDS
from services.matching.application.exporting.mappings import DEFAULT, columns_of
from services.matching.application.exporting.own_names import (
    as_rows,
    forget_own_names,
    keep_own_names,
    names_kept,
    names_written,
)
from services.matching.domain.exporting.own_names import NamedColumn
from services.matching.domain.register.errors import one_fault
from shared.events.fields import Text
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

MOST_BYTES = 256 * 1024
_MAY = Permission.EXPORT_PERSONAL_DATA


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesForm:
    """Names as they are written, or sent in beside as a sheet.

    Attributes:
        provisional: ``yes`` or ``no``.
    """

    community_code: Annotated[str, Text(most=12)] = ""
    rows: Annotated[str, Text(most=6000, lines=True)] = ""
    provisional: Annotated[str, Text(most=3)] = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityForm:
    """Whose names."""

    community_code: Annotated[str, Text(most=12)] = ""


class OwnNamesPage:
    """Shows and keeps what a community calls the columns."""

    def __init__(self, m: Matching, kinds: dict[str, Words]) -> None:
        """Bind coordination and what people call the kinds of export."""
        self.m, self.kinds = m, kinds

    def show(self, visit: Visit[object]) -> Shown:
        """Show the names that stand, or those of the platform to begin with."""
        typed = visit.values
        code = str(typed.get("community") or typed.get("community_code") or visit.actor.community_code)
        community = self.m.communities.known(code)
        visit.actor.check_may(_MAY, community.code)
        names = names_kept(self.m, community.code)
        return visit.show(
            "exporting/names.html",
            community=community,
            names=names,
            writer=self.m.people.names((names.changed_by,)).get(names.changed_by, "–") if names else "",
            rows=as_rows(names) if names else _platforms(),
            kinds=self.kinds,
            all_fields=FIELDS,
        )

    def keep(self, visit: Visit[NamesForm]) -> Shown:
        """Keep the names if every line is right."""
        form = visit.body
        columns = _written(form)
        keep_own_names(
            self.m, visit.actor, form.community_code, columns, is_provisional=form.provisional != "no"
        )
        said = Words(
            "已保存，导出时选择“本社区自定”即可", "Kept; choose “the community's own” when you export"
        )
        return visit.go(f"/exports?community={form.community_code}", said)

    def forget(self, visit: Visit[CommunityForm]) -> Shown:
        """Let go of the names; exports have those of the platform again."""
        forget_own_names(self.m, visit.actor, visit.body.community_code)
        said = Words("已删除自定列名", "The community's own names are gone")
        return visit.go(f"/exports/names?community={visit.body.community_code}", said)


def _written(form: NamesForm) -> tuple[NamedColumn, ...]:
    given = request.files.get("sheet")
    if given is None or not given.filename:
        return names_written("rows", form.rows.replace("，", ",").encode())
    content = given.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise one_fault("sheet", "too-large", "文件最大 256 KB", "A file is 256 KB at most")
    return names_written(given.filename, content)


def _platforms() -> str:
    """Return the platform's own names as one writes them, to begin with."""
    return "\n".join(
        f"{kind},{field},{name}" for kind in FIELDS for field, name in columns_of(kind, DEFAULT).items()
    )


def pages_of_own_names(m: Matching, kinds: dict[str, Words]) -> Pages:
    """Return the page and its form."""
    pages, page = Pages("matching"), OwnNamesPage(m, kinds)
    pages.get("/exports/names", may=_MAY)(page.show)
    pages.post("/exports/names", may=_MAY, takes=NamesForm, again=page.show)(page.keep)
    pages.post("/exports/names/forget", may=_MAY, takes=CommunityForm)(page.forget)
    return pages
