"""The ranking policy of a community: drafted with a preview, switched on, shown."""
