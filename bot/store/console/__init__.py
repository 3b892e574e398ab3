"""What the console reads. Every query begins with `scope`, so that no page can forget who is looking."""
