"""Questions in Spanish: found in the clinic's English documents, or in their Spanish versions."""
