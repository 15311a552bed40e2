"""How questions in Spanish are calibrated."""
