"""The floor: the same rows with nothing around them. What no clear program will go below on this machine."""
