"""The tag tree, written as lines."""

from io import BytesIO

import pikepdf

from support.tags import tag_tree

TREE = """\
Document
  H1 "My small plan"
  P "This goes on all-around, over several lines, with a bold word."
  L
    LI
      Lbl "1."
      LBody "One step"
  Table
    THead
      TR
        TH "Day"
        TH "Task"
    TBody
      TR
        TD headers="Day" "Monday"
        TD headers="Task" "Rest"
  Figure alt="A dot"
  "Name"
  Form field="name"
  H2 "Links"
  Div
    Link -> https://example.org/ contents="https://example.org/" "A link\""""


def test_tree_of_all_pages(tiny):
    assert tag_tree(tiny) == TREE


def test_language_scope_and_spans_show(tiny):
    with pikepdf.open(BytesIO(tiny)) as document:
        tags = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
        next(tag for tag in tags if tag.get("/S") == "/H1").Lang = pikepdf.String("es")
        head = next(tag for tag in tags if tag.get("/S") == "/TH")
        head.A.Scope = pikepdf.Name.Column
        head.A.ColSpan = 2
        changed = BytesIO()
        document.save(changed)
    lines = [line.strip() for line in tag_tree(changed.getvalue()).splitlines()]
    assert 'H1 lang="es" "My small plan"' in lines
    assert 'TH scope=Column colspan=2 "Day"' in lines
