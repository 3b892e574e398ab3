"""What the console's pages hold: frozen nouns, read for one viewer. Nothing here writes but the note of a look."""
