"""How the reader and the weights were fitted, reproducibly; not part of the product."""
