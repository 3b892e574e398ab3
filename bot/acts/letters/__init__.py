"""The letter that goes home on paper: one for each home of a child, each with a code of its own.

A code proves no more than that somebody holds the paper. Paper is lost, and read by others: so nobody is let in by a
code alone. Whoever writes from a number that the school knows in that home is in already; anybody else waits until a
guardian of that home says yes from their own phone, or, where none of them can be reached, the office does.
"""
