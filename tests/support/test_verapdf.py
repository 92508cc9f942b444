"""The validator passes a sound file and names what is wrong with others."""

import pytest

from support.verapdf import validate


def test_sound_and_broken_files_in_one_run(press, tmp_path):
    sound, untagged, no_pdf = press("tagged"), press("plain"), tmp_path / "no pdf.pdf"
    no_pdf.write_text("not a PDF")
    faults = validate([sound, untagged, no_pdf])
    assert faults[sound] == []
    rules = {fault.split()[0] for fault in faults[untagged]}
    assert {"6.2-1", "7.1-3", "7.1-11"} <= rules
    assert [fault.split()[0] for fault in faults[no_pdf]] == ["unreadable"]


def test_without_java_it_skips_on_a_persons_machine(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match=r"^not installed here: java, javac$"):
        validate([])


def test_without_java_it_fails_in_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match=r"^not installed here: java, javac$"):
        validate([])
