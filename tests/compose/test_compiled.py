"""Templates are compiled once, and anew where their text has changed."""

import pytest
from jinja2 import Environment
from jinja2.loaders import DictLoader

from handoutgen.compose import templates
from handoutgen.compose.compiled import Compiled
from handoutgen.compose.templates import Templates
from handoutgen.errors import ContentError
from support.practice import Practice


@pytest.fixture
def compilings(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the templates that are compiled from now on."""
    found: list[str | None] = []
    compiles = Environment.compile

    def compile_it(self, source, name=None, *words, **more):
        found.append(name)
        return compiles(self, source, name, *words, **more)

    monkeypatch.setattr(Environment, "compile", compile_it)
    monkeypatch.setattr(templates, "_COMPILED", Compiled())
    return found


def test_another_workshop_takes_what_the_first_has_compiled(practice: Practice, compilings):
    practice.write("templates/a.html.j2", "One {{ word }}.")
    for word in ("day", "week"):
        assert Templates(practice.folders).fill("a.html.j2", word=word) == f"One {word}."
    assert compilings == ["a.html.j2"]


def test_a_template_that_has_changed_is_compiled_anew(practice: Practice, compilings):
    for text in ("One.", "Two.", "One."):
        practice.write("templates/a.html.j2", text)
        assert Templates(practice.folders).fill("a.html.j2") == text
    assert compilings == ["a.html.j2", "a.html.j2"]


def test_the_same_text_in_two_places_is_told_in_each(practice: Practice, compilings):
    for name in ("a", "b"):
        practice.write(f"templates/{name}.html.j2", "\n{{ 1 // 0 }}")
        for _ in range(2):
            with pytest.raises(ContentError) as caught:
                Templates(practice.folders).fill(f"{name}.html.j2")
            (problem,) = caught.value.problems
            assert (problem.file, problem.line) == (f"templates/{name}.html.j2", 2)
    assert compilings == ["a.html.j2", "b.html.j2"]


def test_those_used_last_are_kept(compilings):
    texts = {name: name for name in "abc"}
    kept = Compiled(most=2)
    for name in "abacab":
        own = Environment(loader=DictLoader(texts), bytecode_cache=kept)
        assert own.get_template(name).render() == name
    assert compilings == ["a", "b", "c", "b"]
