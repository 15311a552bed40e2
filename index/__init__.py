"""Documents in, ranked passages out: passages, vectors, BM25, and verified versions on disk."""
