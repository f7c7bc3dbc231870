"""How the soft terms are weighed in a community: versions with their reasons, previewed before they are switched on."""
