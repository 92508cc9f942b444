"""How pages are printed: HTML in, PDF bytes out."""
