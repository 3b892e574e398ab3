"""What goes wrong in real life, done on purpose to the real program in a process of its own (see README.md)."""
