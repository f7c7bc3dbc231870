"""What a field says when a value is refused, in both languages at once."""

from collections.abc import Mapping
from typing import Any, Final

from shared.kernel.errors import FieldFault

Both = tuple[str, str]
"""A complaint as marshmallow carries it: Chinese, English."""

Complaint = str | list[Any] | dict[Any, Any]
"""What marshmallow takes as a message; ours are always strings."""


def complaint(zh: str, en: str) -> str:
    """Return a marshmallow message that carries both languages."""
    return f"{zh}\x1f{en}"


UNUSABLE: Final = complaint("含有不能使用的字符", "This contains characters that cannot be used")
WRONG_FORM: Final = complaint("格式不对", "This has the wrong form")

STANDARD_COMPLAINTS: Final[dict[str, Complaint]] = {
    "required": complaint("必须填写", "This is required"),
    "null": complaint("不能为空", "This may not be empty"),
    "invalid": WRONG_FORM,
    "validator_failed": complaint("不在允许范围内", "This is outside what is allowed"),
}


def faults_of(messages: object, path: str = "") -> list[FieldFault]:
    """Return a fault for each message that marshmallow has gathered, fields inside others named with dots."""
    if isinstance(messages, Mapping):
        inside = (
            (f"{path}.{key}" if path and key != "_schema" else path or str(key), value)
            for key, value in messages.items()
        )
        return [fault for where, value in inside for fault in faults_of(value, where)]
    if isinstance(messages, list | tuple):
        return [fault for each in messages for fault in faults_of(each, path)]
    zh, _, en = str(messages).partition("\x1f")
    return [FieldFault(field=path, code="invalid", zh=zh, en=en or zh)]
