"""The term that `python3 -m bot demo` plays, and the referee beside it."""
