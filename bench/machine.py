"""What the figures depend on: versions and cores, and nothing that tells whose machine it is."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("handoutgen", "weasyprint", "pikepdf", "uharfbuzz", "typst")


def facts(browser: str = "") -> dict[str, str]:
    """Name -> what it is on this machine; `browser` is what Chromium calls itself."""
    found = {
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()}, {platform.machine()}",
        "cores": str(_cores()),
    }
    found |= {name: _version(name) for name in PACKAGES}
    return {name: value for name, value in {**found, "browser": browser}.items() if value}


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
