"""Aho keeps the threads between home and school."""
