"""What family members say: parents, and the wider whānau."""
