"""What every test can ask for."""

from support.practice import practice

__all__ = ["practice"]
