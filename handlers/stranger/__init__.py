"""People whom the school does not know, and those on their way in with a code."""
