"""The unified volunteer number, which stands in place of an ID number.

Provisional: the field table of MZ/T 061-2015 was not read. Ours is 6 digits of the district, 2 of the year, 7 drawn from the
member's id, and a check digit: 16 digits, so that nobody takes it for an ID number of 18. It needs no counter that
all would have to share; a number already taken is drawn again.
"""

import hashlib

from stdnum.iso7064 import mod_11_10

SERIALS = 10_000_000


def volunteer_number(member_id: str, *, community_code: str, year: int, attempt: int = 0) -> str:
    """Return the number that follows from a member's id; another one for each attempt. Source: ISO 7064, MOD 11,10."""
    drawn = hashlib.sha256(f"{member_id}\x1f{attempt}".encode()).digest()
    serial = int.from_bytes(drawn[:8], "big") % SERIALS
    body = f"{community_code[:6]}{year % 100:02d}{serial:07d}"
    return body + str(mod_11_10.calc_check_digit(body))
