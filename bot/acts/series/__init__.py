"""What the school does with series: reads, writes, starts and steers them."""
