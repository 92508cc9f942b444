"""What every test of batches can ask for."""

from support.clinic import clinic, clinic_folder

__all__ = ["clinic", "clinic_folder"]
