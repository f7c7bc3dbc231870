"""What a field says when a value is refused, in both languages at once."""

from typing import Any, Final

Both = tuple[str, str]
"""A complaint as marshmallow carries it: Chinese, English."""

Complaint = str | list[Any] | dict[Any, Any]
"""What marshmallow takes as a message; ours are always strings."""


def complaint(zh: str, en: str) -> str:
    """Return a marshmallow message that carries both languages."""
    return f"{zh}\x1f{en}"


WRONG_FORM: Final = complaint("格式不对", "This has the wrong form")

STANDARD_COMPLAINTS: Final[dict[str, Complaint]] = {
    "required": complaint("必须填写", "This is required"),
    "null": complaint("不能为空", "This may not be empty"),
    "invalid": WRONG_FORM,
    "validator_failed": complaint("不在允许范围内", "This is outside what is allowed"),
}
