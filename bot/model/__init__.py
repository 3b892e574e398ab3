"""The nouns: frozen, and known to every floor above."""
