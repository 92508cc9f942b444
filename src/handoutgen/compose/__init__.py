"""How a handout is laid out: checked models in, one HTML document out."""
