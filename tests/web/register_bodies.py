"""A good body for each command of the register."""

from shared.identity.consent import CONSENT_VERSION
from tests.web.platform_app import HOME, PASSWORD, Json, Person, PlatformApp


def register_bodies(site: PlatformApp, staff: Person, phone: str, resident_id: str) -> dict[str, Json]:
    """Return a body for each command of the register, by the command's name; ``phone`` is of a member."""
    window = {"weekday": 1, "from_minute": 480, "to_minute": 720}
    point = {"longitude": 103.83, "latitude": 30.05}
    return {
        "SignUp": {
            "community_code": HOME,
            "phone": "13700000001",
            "name": "新来者",
            "password": PASSWORD,
            "consent_version": CONSENT_VERSION,
            "language": "zh",
            "skills": ["COMPANY"],
        },
        "SignIn": {"phone": "13700000002", "password": PASSWORD},
        "ChangePassword": {"present": "wrong-one-here", "new": "another-calm-river-7"},
        "UpdateMe": {
            "name": "周宁",
            "language": "zh",
            "elderly_mode": False,
            "ranked_plainly": True,
            "skills": ["COMPANY"],
            "certificates": [{"code": "HEALTH_CERTIFICATE", "number": "A1"}],
            "community_code": HOME,
            "point": point,
            "address": "一号楼",
        },
        "SetAvailability": {"windows": [window], "radius_metres": 2000, "most_a_day": 2, "most_a_week": 5},
        "SetSpecialDays": {
            "absences": [{"first_on": "2027-02-01", "last_on": "2027-02-07"}],
            "extra_times": [{"on": "2026-12-12", "from_minute": 540, "to_minute": 720}],
        },
        "AddDocument": {
            "type": "MAINLAND_ID",
            "number": site.document(staff),
            "name": "周宁",
            "birth_date": "1985-01-01",
            "sex": "FEMALE",
            "guardian_name": "周父",
            "guardian_phone": "13700000003",
            "guardian_consent": True,
        },
        "AddDelegate": {
            "phone": phone,
            "relation": "邻居",
            "consent": True,
            "resident_id": resident_id,
        },
        "RecordResident": {
            "community_code": HOME,
            "name": "何奶奶",
            "phone": "02838100000",
            "address": "二号楼",
            "point": point,
        },
        "AddStaff": {
            "phone": "13700000004",
            "role": "GRID_WORKER",
            "scope": HOME,
            "name": "新同事",
            "password": PASSWORD,
        },
        "Attest": {"topic": "TRAINING", "service_kind": "HOME_VISIT", "valid_until": "2027-11-23"},
        "SuspendAccount": {"reason": "违反约定"},
        "JoinFile": {"phone": phone},
        "CloseAccount": {"password": "wrong-one-here"},
        "GrantRole": {"role": "GRID_WORKER", "scope": HOME, "suspended": False, "hand_over_from": None},
    }
