"""A community's names of columns are read line by line; each wrong line is named with its number."""

import pytest

from services.matching.application.exporting.own_names import MOST_COMPLAINTS, names_written
from services.matching.domain.exporting.own_names import NamedColumn
from shared.kernel.errors import BadInput


def complaint(text: str) -> str:
    with pytest.raises(BadInput) as raised:
        names_written("rows", text.encode())
    (fault,) = raised.value.faults
    assert fault.field == "rows"
    return fault.en


def test_a_line_names_a_column_and_a_header_may_stand_above() -> None:
    expected = (
        NamedColumn(kind="members", field="name", name="姓名"),
        NamedColumn(kind="hours", field="minutes", name="分钟"),
    )
    assert names_written("rows", "members,name,姓名\n\n服务时长,MINUTES,分钟\n".encode()) == expected
    assert (
        names_written("rows", "类别\t字段\t列名\n成员\tname\t姓名\nhours\tminutes\t分钟".encode()) == expected
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "at least one row"),
        ("kind,field,name", "at least one row"),
        ("members,name,a\nhorses,name,b", "Row 2: It has three cells"),
        ("members,name,a,b", "Row 1: It has three cells"),
        ("members", "Row 1: There is no field "),
        ("members,minutes,a", "Row 1: There is no field minutes"),
        ("members,name,", "Row 1: A name has 1 to 60"),
        ("members,name," + "x" * 61, "Row 1: A name has 1 to 60"),
        ("members,name,a\nmembers,name,b", "Row 2: The field name stands above"),
        ("members,name,a\nmembers,phone,a", "Row 2: The name “a” stands above"),
    ],
)
def test_what_is_wrong_is_said_with_the_number_of_its_line(text: str, says: str) -> None:
    assert says in complaint(text)


def test_the_first_ten_wrong_lines_are_named() -> None:
    assert complaint("x,y,z\n" * 30).count("Row ") == MOST_COMPLAINTS
