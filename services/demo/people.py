"""Invented people: names, phones and homes, the same for the same seed."""

import random
from dataclasses import dataclass

from shared.identity.communities import Community

_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_GIVEN = "安宁文静春兰秋菊晓东建国志强丽华秀英玉兰海燕小梅大山明亮子涵雨桐思远嘉怡浩然欣怡佳琪国栋永福桂芳淑珍长河新民"
METRES_PER_DEGREE = 111_320
FIRST_PHONE = 13_800_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """Someone who does not exist."""

    name: str
    phone: str
    longitude: float
    latitude: float


def invented(chance: random.Random, number: int, home: Community, *, within_metres: int = 900) -> Invented:
    """Return the person of a number: an own phone, a home near the community's seat.

    Args:
        chance: Where the chance comes from.
        number: 0 to 99,999,999; no two people share a phone.
        home: Their community.
        within_metres: How far from the seat they live at most, in each direction.
    """
    spread = within_metres / METRES_PER_DEGREE
    return Invented(
        name=chance.choice(_FAMILY) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2)))),
        phone=str(FIRST_PHONE + number),
        longitude=round(home.point.longitude + chance.uniform(-spread, spread), 6),
        latitude=round(home.point.latitude + chance.uniform(-spread, spread), 6),
    )


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mainland_id(chance: random.Random, district_code: str, *, born: int) -> str:
    """Return an ID number with a right check digit for someone who does not exist. Source: GB 11643-1999.

    Args:
        chance: Where the chance comes from.
        district_code: Six digits of the place.
        born: Year of birth.
    """
    day = f"{born}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    body = f"{district_code}{day}{chance.randint(1, 999):03d}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]
