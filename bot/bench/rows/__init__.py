"""The rows of the table, one file each: `measure(ground) -> Row`."""
