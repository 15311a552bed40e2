"""Speed and quality measurements; nothing here is asserted by the clock."""
