"""A check of many handouts: what is looked at, in what order, and what the brand adds."""

import pytest

from handoutgen.check.library import Checked, Report, check
from handoutgen.errors import ContentError
from support.checking import told
from support.practice import HEAD, Practice

FIT = """\
  - block: text
    text: |
      1. Read the list.
      2. Tick what fits.
  - block: checklist
    items: [A walk]
  - use: next-session
  - block: callout
    text: "**In short:** a small step is fine."
"""


def look(practice: Practice, *names: str) -> Report:
    folders = practice.folders
    return check(folders, [folders.handout(name) for name in names])


def test_a_fit_sheet_has_no_findings(practice: Practice) -> None:
    practice.sheet(FIT, name="fit")
    report = look(practice, "fit")
    (checked,) = report.handouts
    assert (checked.id, checked.file, report.findings) == ("fit", "handouts/fit.yaml", [])
    assert checked.grade is not None and -3 < checked.grade < 2


def test_every_rule_has_its_say_in_the_order_of_the_lines(practice: Practice) -> None:
    blocks = FIT.replace("Read the list.", "You should read it.") + (
        "  - {block: lines, prompt: a, title: Twice}\n"
        "  - {block: lines, prompt: a, title: Twice}\n"
        "  - {block: text, text: x, evidence: supported}\n"
        "  - {block: text, text: It is 5%.}\n"
        f"  - {{block: text, text: {'Interpersonal communication deteriorates. ' * 7}}}\n"
    )
    head = HEAD.replace("What it is for.", "Short.") + "references: [finn-2018]\n"
    practice.sheet(blocks, head, "off")
    found = [line.split(": ", 2) for line in told(look(practice, "off").findings)]
    assert [(place.split(":")[0], words.split("'")[0]) for place, _, words in found] == [
        ("2", "the summary doesn"),
        ("7", "the reference "),
        ("11", ""),
        ("19", "the heading "),
        ("20", ""),
        ("21", ""),
        ("22", "the sheet reads at school grade 14.6; 6 is the aim, 8 the most"),
    ]


def test_a_fault_in_a_shared_block_is_told_once(practice: Practice) -> None:
    practice.write("handouts/blocks/mine.yaml", "block: text\ntext: You should rest.\n")
    for name in ("one", "two"):
        practice.sheet(FIT + "  - use: mine\n", name=name)
    assert told(look(practice, "one", "two").findings) == [
        "2:11: warning: 'should' is better avoided"
    ]


def test_a_sheet_that_cant_be_read_is_an_error_and_the_others_are_looked_at(
    practice: Practice,
) -> None:
    practice.sheet(FIT.replace("checklist", "chekclist"), name="broken")
    practice.sheet(FIT, name="fit")
    report = look(practice, "broken", "fit")
    assert report.handouts[0] == Checked("broken", "handouts/broken.yaml", None)
    assert report.handouts[1].grade is not None
    assert told(report.findings) == ["12:12: error: 'chekclist' is not a known block type"]
    assert (report.count("error"), report.count("warning")) == (1, 0)


def test_a_pale_brand_is_an_error(practice: Practice) -> None:
    practice.write("_brand.yml", 'meta:\n  name: Elm\ncolor:\n  primary: "#cccccc"\n')
    (finding,) = look(practice).findings
    assert finding.severe
    assert finding.problem.message.startswith("'primary' is too pale for text: #cccccc")


def test_what_a_brand_warns_of_is_a_warning(practice: Practice) -> None:
    practice.write(
        "_brand.yml",
        "meta:\n  name: Elm\ntypography:\n  fonts:\n    - {family: Roboto, source: google}\n"
        "  base: Roboto\n",
    )
    findings = look(practice).findings
    assert findings and not any(finding.severe for finding in findings)


def test_lists_that_cant_be_read_end_it(practice: Practice) -> None:
    practice.write("handouts/references.yaml", "a: {year: soon}\n")
    with pytest.raises(ContentError):
        look(practice)
