"""The pinned requirements: whole, in step with pyproject.toml, and free of addresses."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[\w.]+)( ; [^/:]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n",
    re.M,
)


def pins(kind: str) -> dict[str, str]:
    """Name -> version; a line that is no pin with its hashes, such as an address, is a fault."""
    text = (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
    assert PIN.sub("", text) == ""
    return {match["name"]: match["version"] for match in PIN.finditer(text)}


def asked(group: str) -> list[Requirement]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    listed = [*project["project"]["dependencies"], *project["dependency-groups"]["setup"]]
    listed += project["project"]["optional-dependencies"]["web"]  # so that ./run serve just works
    for name in {"dev": ("dev",), "bench": ("dev", "bench")}.get(group, ()):
        listed += [item for item in project["dependency-groups"][name] if isinstance(item, str)]
    return [Requirement(item) for item in listed]


@pytest.mark.parametrize(
    ("kind", "group"), [("runtime", "setup"), ("dev", "dev"), ("bench", "bench")]
)
def test_every_dependency_is_pinned_to_a_version_it_allows(kind, group):
    pinned = pins(kind)
    for requirement in asked(group):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


@pytest.mark.parametrize(("kind", "within"), [("runtime", "dev"), ("dev", "bench")])
def test_the_tests_and_the_benchmark_run_on_the_versions_that_users_get(kind, within):
    fewer = pins(kind)
    assert {name: pins(within).get(name) for name in fewer} == fewer
