"""Documents in: a folder of files becomes frozen Documents with exact text."""
