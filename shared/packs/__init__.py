"""Rule packs: what differs by city is data, versioned, each rule with where it was read and how sure we are."""
