"""Rows: what is kept, and nothing else. One file a noun; SQL lives here only."""
