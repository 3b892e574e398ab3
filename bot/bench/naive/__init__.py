"""What one would write at first, with the vendors' own frameworks: each way in a small file, kept honest and simple."""
