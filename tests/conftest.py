"""What every test can ask for."""

from support.practice import practice
from support.press import press
from support.terminal import terminal

__all__ = ["practice", "press", "terminal"]
