"""The carriers' own sentences, and what we make of them."""
