"""When a message may go out: pure functions of time. Every moment, in and out, is an aware UTC datetime."""
