"""What must be recognised before any document is searched: rules as data, and their engine."""
