"""axe-core, which looks for what keeps people out of a page; run in the tests' browser."""

from functools import cache
from pathlib import Path
from typing import Any

from support.browser import Browser

AXE = Path(__file__).parents[1] / "data/axe/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """
const [within, tags, done] = arguments;
const ends = document.getAnimations().filter(
  each => each.effect && isFinite(each.effect.getComputedTiming().endTime));
Promise.allSettled(ends.map(each => each.finished))
  .then(() => axe.run(within || document, {runOnly: {type: "tag", values: tags},
    resultTypes: ["violations"]}))
  .then(({violations, passes}) => done({violations, passes: passes.map(each => each.id)}))
  .catch(error => done({error: String(error)}));
"""


@cache
def source() -> str:
    """The program."""
    return AXE.read_text(encoding="utf-8")


def findings(browser: Browser, within: str = "") -> dict[str, list[str]]:
    """What axe finds in the page as it is shown now: rule -> what is wrong where."""
    if not browser.driver.execute_script("return !!window.axe"):
        browser.driver.execute_script(source())
    told: dict[str, Any] = browser.driver.execute_async_script(RUN, within, list(TAGS))
    assert "error" not in told, told["error"]
    assert told["passes"], "axe found nothing to look at"
    return {
        rule["id"]: [
            f"{node['html'][:200]}\n      {node['failureSummary'].replace(chr(10), ' ')}"
            for node in rule["nodes"]
        ]
        for rule in told["violations"]
    }


def axe(browser: Browser, within: str = "") -> None:
    """The page, or the part of it that the selector names, keeps nobody out."""
    found = findings(browser, within)
    lines = [f"{rule}:\n    " + "\n    ".join(nodes) for rule, nodes in found.items()]
    assert not found, f"axe objects at {browser.path}:\n" + "\n".join(lines)
