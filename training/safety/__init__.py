"""How the semantic layer of the safety rules is fitted, and the examples it knows."""
