"""Batches from the page: rosters kept for a while, and the processes that make the files."""
