"""Programs that tests call: a machine that lacks one skips those tests, but never in CI."""

import os
import shutil

import pytest


def require(*programs: str) -> None:
    """Skip the test that calls this where a program isn't installed; in CI, fail it."""
    lacking = [program for program in programs if not shutil.which(program)]
    if lacking:
        reason = f"not installed here: {', '.join(lacking)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
