"""Aho's languages: which there are, what people type in them, and how our own words are said in each.

Pure functions over `registry.toml` and the catalogues in `locales/`. The only place that knows Babel.
"""
