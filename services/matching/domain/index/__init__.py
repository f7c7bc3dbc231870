"""The online index: who suits a need best, found among a city's volunteers in microseconds."""
