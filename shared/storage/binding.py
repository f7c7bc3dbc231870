"""Binding a kind of aggregate to its collection, with the indexes it is found by."""

from mongoengine import DynamicDocument, StringField


def document_class(
    kind: type,
    *,
    alias: str,
    collection: str,
    lists: tuple[tuple[str, ...], ...],
    unique: tuple[str, ...],
    indexes: tuple[str, ...],
) -> type[DynamicDocument]:
    """Return the class of documents of a kind; its indexes are those of its lists, its unique fields and what else it is found by."""
    meta = {
        "db_alias": alias,
        "collection": collection,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["unsent_at"], "sparse": True},
            *({"fields": [*names, "listed"]} for names in lists),
            *({"fields": [name], "unique": True, "sparse": True} for name in unique),
            *({"fields": [name]} for name in indexes),
        ],
    }
    made: type[DynamicDocument] = type(
        f"{kind.__name__}Document", (DynamicDocument,), {"id": StringField(primary_key=True), "meta": meta}
    )
    return made
