"""What school and whānau can do: one function an act, for chat, console and command line alike."""
