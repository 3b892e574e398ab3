"""When a message may go out, at a school whose clocks, terms and holidays are those of 2026 and 2027."""
