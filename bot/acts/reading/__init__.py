"""What the console's pages hold: frozen nouns, read for one viewer. The note of a look is all that is
written here.
"""
