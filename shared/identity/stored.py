"""Plain records of identity as documents: sessions, readings, failed sign-ins, communities."""

from mongoengine import DateTimeField, Document, FloatField, IntField, ListField, StringField

ALIAS = "identity"


class SessionDocument(Document):  # type: ignore[misc]  # -- mongoengine carries no types
    """A sign-in on one device; the id is the hash of the token, which is kept nowhere."""

    id = StringField(primary_key=True)
    member_id = StringField(required=True)
    device = StringField()
    created_at = DateTimeField(required=True)
    last_seen_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    expires_day = StringField(required=True)
    meta = {  # noqa: RUF012 -- mongoengine reads it from the class
        "db_alias": ALIAS,
        "collection": "sessions",
        "auto_create_index": False,
        "indexes": ["member_id", "expires_day"],
    }


class ReadingDocument(Document):  # type: ignore[misc]  # -- mongoengine carries no types
    """Somebody read somebody else's personal data."""

    id = StringField(primary_key=True)
    member_id = StringField(required=True)
    reader_id = StringField(required=True)
    what = StringField(required=True)
    why = StringField(required=True)
    at = DateTimeField(required=True)
    listed = StringField(required=True)
    meta = {  # noqa: RUF012 -- mongoengine reads it from the class
        "db_alias": ALIAS,
        "collection": "readings",
        "auto_create_index": False,
        "indexes": [{"fields": ["member_id", "listed"]}],
    }


class FailureDocument(Document):  # type: ignore[misc]  # -- mongoengine carries no types
    """The last failed sign-ins for one phone from one address; the id is a hash of both."""

    id = StringField(primary_key=True)
    at = ListField(DateTimeField())
    day = StringField(required=True)
    meta = {  # noqa: RUF012 -- mongoengine reads it from the class
        "db_alias": ALIAS,
        "collection": "sign_in_failures",
        "auto_create_index": False,
        "indexes": ["day"],
    }


class CommunityDocument(Document):  # type: ignore[misc]  # -- mongoengine carries no types
    """A community (社区) or village as the state counts it; the id is its code of 12 digits."""

    id = StringField(primary_key=True)
    name = StringField(required=True)
    kind = StringField(required=True)
    street_code = StringField(required=True)
    street = StringField(required=True)
    district_code = StringField(required=True)
    district = StringField(required=True)
    city_code = StringField(required=True)
    city = StringField(required=True)
    longitude = FloatField(required=True)
    latitude = FloatField(required=True)
    origin = StringField()
    added_by = StringField()
    added_at = DateTimeField()
    meta = {  # noqa: RUF012 -- mongoengine reads it from the class
        "db_alias": ALIAS,
        "collection": "communities",
        "auto_create_index": False,
        "indexes": [{"fields": ["origin"], "sparse": True}],
    }


class LoadedDocument(Document):  # type: ignore[misc]  # -- mongoengine carries no types
    """What was loaded from a file: the id names it."""

    id = StringField(primary_key=True)
    checksum = StringField(required=True)
    rows = IntField(required=True)
    meta = {  # noqa: RUF012 -- mongoengine reads it from the class
        "db_alias": ALIAS,
        "collection": "loaded",
        "auto_create_index": False,
        "indexes": [],
    }


STORED = (SessionDocument, ReadingDocument, FailureDocument, CommunityDocument, LoadedDocument)
