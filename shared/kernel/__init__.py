"""Values every layer knows: time, ids, minutes, places, errors."""
