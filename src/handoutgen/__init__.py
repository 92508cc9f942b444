"""Accessible, branded therapy worksheets from plain YAML."""

__version__ = "0.1.0"
