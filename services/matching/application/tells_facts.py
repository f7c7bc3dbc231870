"""What every store of facts can be asked, whatever it keeps."""

from typing import Protocol

from pymongo.collection import Collection

from shared.storage.paging import Document


class TellsFacts(Protocol):
    """Aggregates with an outbox."""

    def make_indexes(self) -> None:
        """Create the indexes that are missing."""

    @property
    def collection(self) -> Collection[Document]:
        """Their documents."""
