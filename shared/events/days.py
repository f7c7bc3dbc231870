"""A calendar day as a field, for birth dates and best-before dates."""

import unicodedata
from datetime import date
from typing import Annotated

from marshmallow import ValidationError, fields

from shared.events.complaints import STANDARD_COMPLAINTS, complaint


class Day(fields.Field[date]):
    """A calendar day, ``2010-05-31``; full-width digits are read."""

    def __init__(self) -> None:
        """Say in both languages what is missing."""
        super().__init__(error_messages=STANDARD_COMPLAINTS)

    def _serialize(self, value: date | None, *_: object, **__: object) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: object, *_: object, **__: object) -> date:
        wrong = complaint("应为日期，如 2010-05-31", "This must be a day, such as 2010-05-31")
        if not isinstance(value, str) or len(value) > 10:
            raise ValidationError(wrong)
        try:
            return date.fromisoformat(unicodedata.normalize("NFKC", value).strip())
        except ValueError as cause:
            raise ValidationError(wrong) from cause


OnDay = Annotated[date, Day()]
