"""Care plans (关爱计划): visits to one resident that come again and again, by the same few people where that can be."""
