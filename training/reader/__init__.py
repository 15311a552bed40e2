"""How the network that reads was trained: ``docs/reader.md``."""
