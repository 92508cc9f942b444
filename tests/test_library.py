"""The shipped library is fit to be given to clients."""

from handoutgen.check.library import check
from support.practice import Practice


def test_the_shipped_library_passes_a_strict_check(practice: Practice) -> None:
    folders = practice.folders
    report = check(folders, folders.handouts().values())
    assert len(report.handouts) == len(list((folders.shipped / "handouts").glob("*.yaml"))) - 1
    assert "\n".join(map(str, report.findings)) == ""


def test_the_words_to_avoid_are_shipped_with_better_ones(practice: Practice) -> None:
    practice.sheet("  - {block: text, text: You should rest.}\n", name="own")
    report = check(practice.folders, [practice.folders.handout("own")])
    assert "better: might, could, or “it can help to”" in "\n".join(map(str, report.findings))
