"""What everybody may say, known or not: it works at once, and belongs to the phone."""
