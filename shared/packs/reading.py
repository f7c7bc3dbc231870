"""Reading a rule pack from YAML: every fault with its path and line, nothing unknown taken, nothing run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

import yaml

from shared.events.fields import dump, load
from shared.kernel.errors import BadInput, FieldFault
from shared.packs.limits import beyond_limits
from shared.packs.pack import RulePack

MOST_CHARACTERS = 200_000
LIKE = "like"
"""Key that names the pack whose rules stand where this one says nothing."""


@dataclass(slots=True)
class _Read:
    """A document, and where in it each path stands."""

    whole: object = None
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[FieldFault] = field(default_factory=list)

    def fault(self, path: str, code: str, zh: str, en: str) -> None:
        self.faults.append(self.placed(FieldFault(field=path, code=code, zh=zh, en=en)))

    def placed(self, fault: FieldFault) -> FieldFault:
        """Return a fault with the line of its path, or of the nearest path above it."""
        path = fault.field
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        line = self.lines.get(path, 1)
        return FieldFault(
            field=fault.field,
            code=fault.code,
            zh=f"第 {line} 行：{fault.zh}",
            en=f"line {line}: {fault.en}",
        )


def read_pack(text: str, others: Mapping[str, RulePack]) -> RulePack:
    """Return the pack that a YAML text describes.

    Args:
        text: The file.
        others: Packs it may be like, by id.

    Raises:
        BadInput: With each fault's path, and its line in both languages.
    """
    read = _parsed(text)
    given = read.whole
    if not isinstance(given, dict):
        read.fault("", "not-a-mapping", "应为键和值", "This must be keys with values")
        raise BadInput(faults=tuple(read.faults))
    like = given.pop(LIKE, None)
    if like is not None and like not in others:
        read.fault(LIKE, "unknown-pack", "没有这个规则包", "There is no such pack")
    if read.faults:
        raise BadInput(faults=tuple(read.faults))
    values = {**(_plain(others[like]) if like else {}), **given}
    try:
        pack = load(RulePack, values)
    except BadInput as cause:
        raise BadInput(faults=tuple(read.placed(each) for each in cause.faults)) from cause
    if faults := tuple(read.placed(each) for each in beyond_limits(pack)):
        raise BadInput(faults=faults)
    return pack


def _plain(pack: RulePack) -> dict[str, object]:
    """Return the rules of a pack as a text would give them; who it is it does not hand on."""
    own = {"code", "version", "title", "valid_from", "remarks"}
    told = dump(pack)
    return {each.name: told[each.name] for each in fields(pack) if each.name not in own}


def _parsed(text: str) -> _Read:
    read = _Read()
    if len(text) > MOST_CHARACTERS:
        read.fault("", "too-long", "文件过大", "The file is too long")
        return read
    try:
        if any(isinstance(each, yaml.AliasEvent) for each in yaml.parse(text, Loader=yaml.SafeLoader)):
            read.fault("", "alias", "不能使用引用（*）", "References (*) cannot be used")
            return read
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        read.lines[""] = mark.line + 1 if mark else 1
        read.fault("", "not-yaml", "不是有效的 YAML", "This is not valid YAML")
        return read
    read.whole = _value(read, node, "") if node is not None else None
    return read


def _value(read: _Read, node: yaml.Node, path: str) -> object:
    """Return a node's value; days and fractions stay text, for their fields say what they make of it."""
    read.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(read, node, path))
    if isinstance(node, yaml.SequenceNode):
        return [_value(read, each, _under(path, str(place))) for place, each in enumerate(node.value)]
    return _scalar(node)


def _pairs(read: _Read, node: yaml.MappingNode, path: str) -> Iterator[tuple[str, object]]:
    seen: set[str] = set()
    for key, each in node.value:
        name = str(key.value)
        here = _under(path, name)
        read.lines.setdefault(here, key.start_mark.line + 1)
        if name in seen:
            read.lines[here] = key.start_mark.line + 1
            read.fault(here, "twice", "这个键出现了两次", "This key stands twice")
        seen.add(name)
        yield name, _value(read, each, here)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _scalar(node: yaml.Node) -> object:
    match node.tag.rpartition(":")[2]:
        case "int" if node.value.lstrip("-").isdecimal():
            return int(node.value)
        case "bool":
            return {"true": True, "false": False}.get(node.value.lower(), node.value)
        case "null":
            return None
        case _:
            return node.value
