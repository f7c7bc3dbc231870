"""Connections to the documents: one database for each service and one for identity."""

from datetime import UTC
from typing import Final

import mongoengine
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from shared.kernel.errors import Unavailable

ALIASES: Final = ("identity", "matching", "ledger", "notify")
"""Names of the connections; the databases are called ``<prefix>_<alias>``."""


class NoDocuments(Unavailable):
    """The document store does not answer."""

    code = "no-documents"
    zh = "连接不上文档库 {where}:请检查它是否在运行，以及 LINLI_MONGODB_URI"
    en = "The document store at {where} does not answer: check that it runs, and LINLI_MONGODB_URI"


def connect(uri: str, *, prefix: str = "linli", wait_seconds: float = 10) -> None:
    """Register the connections of all services, after the store has answered once.

    Args:
        uri: A MongoDB connection string; what it says of credentials is never logged.
        prefix: What database names begin with.
        wait_seconds: How long to wait for the first answer.

    Raises:
        NoDocuments: If nothing answers in time.
    """
    disconnect()
    for alias in ALIASES:
        mongoengine.connect(
            db=f"{prefix}_{alias}",
            alias=alias,
            host=uri,
            tz_aware=True,
            tzinfo=UTC,
            uuidRepresentation="standard",
            serverSelectionTimeoutMS=int(wait_seconds * 1000),
            maxPoolSize=64,
        )
    try:
        client(ALIASES[0]).admin.command("ping")
    except PyMongoError as cause:
        raise NoDocuments(where=uri.rpartition("@")[2]) from cause


def disconnect() -> None:
    """Close every connection."""
    mongoengine.disconnect_all()


def client(alias: str) -> MongoClient[dict[str, object]]:
    """Return the driver's client of one connection."""
    found: MongoClient[dict[str, object]] = mongoengine.connection.get_connection(alias)
    return found


def collection(alias: str, name: str) -> Collection[dict[str, object]]:
    """Return a collection of one connection's database, for what is no aggregate."""
    found: Collection[dict[str, object]] = mongoengine.connection.get_db(alias)[name]
    return found
