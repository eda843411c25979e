"""Small values that everything else speaks in: places, sources, durations, URLs, secrets, suggestions."""
