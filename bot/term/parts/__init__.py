"""What happens in the play: the whole school's weeks, and the parts of those who have one of their own."""
