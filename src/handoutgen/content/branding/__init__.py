"""The parts of a brand: its colours, logo and typefaces."""
