"""The system libraries that draw the pages: which are missing here, and how to install them.

Only the standard library is imported, so that this can also run as a script before set-up is
finished: `python libraries.py` prints what to install and exits 1 where a library is missing.
"""

import ctypes
import os
import platform
import sys
from contextlib import suppress

LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    # The pages come out without this one too, but 1.7 times slower.
    "HarfBuzz subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
}
"""What the engine loads, with the file's name on Linux, macOS and Windows."""

APT_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")

HOW_TO = {
    "debian": f"sudo apt-get install {' '.join(APT_PACKAGES)}",
    "fedora": "sudo dnf install pango harfbuzz",
    "arch": "sudo pacman -S pango harfbuzz",
    "alpine": "sudo apk add pango harfbuzz-subset",
    "darwin": "brew install pango",
    "win32": "install MSYS2, then in its UCRT64 window: pacman -S mingw-w64-ucrt-x86_64-pango",
}
"""The line that installs them, by the system's own name for itself or for its kin."""

MSYS2 = r"C:\msys64\ucrt64\bin"


def missing() -> list[str]:
    """The names of the libraries that can't be loaded here."""
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", MSYS2).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)
    return [name for name, files in LIBRARIES.items() if not any(map(_loads, files))]


def how_to_install() -> str:
    """The line to type on this system, or the lines to choose from where it isn't known."""
    return HOW_TO.get(_system()) or "\n".join(f"{name}: {line}" for name, line in HOW_TO.items())


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _system() -> str:
    if sys.platform in ("darwin", "win32"):
        return sys.platform
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "unknown"
    words = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((word for word in words if word in HOW_TO), "unknown")


if __name__ == "__main__":
    lacking = missing()
    if lacking:
        print(f"These libraries are missing: {', '.join(lacking)}. To install them:")
        print(how_to_install())
        sys.exit(1)
