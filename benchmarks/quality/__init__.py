"""How well the product finds, quotes and refuses; `python -m benchmarks.quality --help`."""
