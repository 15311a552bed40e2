"""A message in, an answer out."""
