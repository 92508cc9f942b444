"""What a model finds wrong, in everyday words and at its place in the file."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from handoutgen.content.shape import Shape, fields_of, follow
from handoutgen.content.source import Loc, Source, in_order
from handoutgen.content.wants import limit_of, nearest, said_so, wanted, wrong_shape
from handoutgen.errors import Problem


@dataclass(frozen=True, slots=True)
class _Fault:
    """One of pydantic's errors, with the path that it has in the file."""

    kind: str
    loc: Loc
    shape: Shape
    given: Any
    context: dict[str, Any]


def problems_of(
    error: ValidationError, source: Source, model: type[BaseModel], at: Loc = ()
) -> list[Problem]:
    """Each of the errors as a problem; `at` is where in the file the model's data stand.

    What the source has already told about a place isn't told again in other words.
    """
    faults = []
    for item in error.errors(include_url=False):
        shape = follow(model, item["loc"])
        loc = (*at, *shape.loc)
        faults.append(_Fault(item["type"], loc, shape, item["input"], item.get("ctx", {})))
    told = {(problem.file, problem.line, problem.column) for problem in source.problems}
    found = [_problem(same, source) for same in _together(_likely(_first_causes(faults)))]
    return in_order(p for p in found if (p.file, p.line, p.column) not in told)


def _first_causes(faults: list[_Fault]) -> list[_Fault]:
    """Without what is missing only because its name is misspelt."""
    meant = {(*fault.loc[:-1], _meant(fault)) for fault in faults if fault.kind == _UNKNOWN}
    return [fault for fault in faults if fault.kind != "missing" or fault.loc not in meant]


def _likely(faults: list[_Fault]) -> list[_Fault]:
    """Where several kinds were tried on one value: the kinds that it comes nearest to."""
    tried: dict[Loc, dict[str, list[_Fault]]] = defaultdict(lambda: defaultdict(list))
    kept = []
    for fault in faults:
        if fault.shape.choice is None:
            kept.append(fault)
        else:
            loc, kind = fault.shape.choice
            tried[loc][kind].append(fault)
    for loc, kinds in tried.items():
        ways = list(kinds.values())
        fitting = [way for way in ways if not any(_misfits(fault, loc) for fault in way)]
        fewest = min(map(len, fitting or ways))
        kept += [fault for way in fitting or ways if len(way) == fewest for fault in way]
    return kept


def _misfits(fault: _Fault, loc: Loc) -> bool:
    return fault.shape.loc == loc and wrong_shape(fault.kind, fault.given)


def _together(faults: list[_Fault]) -> list[list[_Fault]]:
    """What one value should be, told once: 'a whole number or text'."""
    groups: dict[Any, list[_Fault]] = {}
    for number, fault in enumerate(faults):
        alike = fault.given is None or wanted(fault.kind, fault.context)
        key = fault.loc if alike and fault.kind not in _OWN_WORDS else number
        groups.setdefault(key, []).append(fault)
    return list(groups.values())


def _problem(same: list[_Fault], source: Source) -> Problem:
    fault = same[0]
    if fault.kind in _OWN_WORDS:
        return _OWN_WORDS[fault.kind](fault, source)
    name = _name(fault.loc)
    if fault.given is None or fault.given == "":
        return source.problem(fault.loc, f"{name} is empty", _why_empty(fault, source))
    expected = list(dict.fromkeys(filter(None, (wanted(f.kind, f.context) for f in same))))
    if expected:
        message, hint = said_so(name, expected, fault.given)
        return source.problem(fault.loc, message, hint, "value")
    message, hint = limit_of(fault.kind, name, fault.given, fault.context)
    return source.problem(fault.loc, message, hint, "value")


def _missing(fault: _Fault, source: Source) -> Problem:
    name = fault.loc[-1]
    hint = f"add a line that starts with '{name}:'"
    return source.problem(fault.loc[:-1], f"'{name}' is missing", hint)


def _unknown(fault: _Fault, source: Source) -> Problem:
    meant = _meant(fault)
    hint = f"did you mean '{meant}'?"
    if not meant:
        known = fields_of(fault.shape.owner) if fault.shape.owner else {}
        hint = f"known fields: {', '.join(known)}" if known else "take it out"
    return source.problem(fault.loc, f"'{fault.loc[-1]}' is not a known field", hint)


def _meant(fault: _Fault) -> str:
    known = fields_of(fault.shape.owner) if fault.shape.owner else {}
    return nearest(str(fault.loc[-1]), known)


def _unknown_kind(fault: _Fault, source: Source) -> Problem:
    field = _tag_field(fault)
    given = str(fault.context["tag"])
    loc = (*fault.loc, field)
    if not isinstance(fault.given.get(field), str):
        return source.problem(loc, f"'{field}' is empty", _kinds_hint(fault, field))
    what = f"a known {field} type"
    near = nearest(given, fault.shape.tags)
    hint = f"did you mean '{near}'?" if near else f"known {field} types: {_listed(fault)}"
    return source.problem(loc, f"'{given}' is not {what}", hint, "value")


def _no_kind(fault: _Fault, source: Source) -> Problem:
    field = _tag_field(fault)
    message = f"this {'block' if field == 'block' else 'entry'} doesn't say what it is"
    near = nearest(field, [str(key) for key in fault.given if isinstance(fault.given, dict)])
    if near:
        hint = f"did you mean '{field}' instead of '{near}'?"
        return source.problem((*fault.loc, near), message, hint)
    return source.problem(fault.loc, message, _kinds_hint(fault, field))


def _kinds_hint(fault: _Fault, field: str) -> str:
    first = fault.shape.tags[0] if fault.shape.tags else "…"
    return f"start it with '{field}: {first}' or another {field} type: {_listed(fault)}"


def _listed(fault: _Fault) -> str:
    return ", ".join(fault.shape.tags)


def _tag_field(fault: _Fault) -> str:
    return str(fault.context["discriminator"]).strip("'")


def _own_check(fault: _Fault, source: Source) -> Problem:
    """A check of ours, that says for itself what is wrong: `message | hint`."""
    message, _, hint = str(fault.context["error"]).partition(" | ")
    return source.problem(fault.loc, message, hint, "value")


_COMMENT = re.compile(r"[:-]\s+#")
_UNKNOWN = "extra_forbidden"
_OWN_WORDS = {
    "missing": _missing,
    _UNKNOWN: _unknown,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _no_kind,
    "value_error": _own_check,
    "assertion_error": _own_check,
}


def _name(loc: Loc) -> str:
    """How a value is called in a sentence."""
    if not loc:
        return "this file"
    if isinstance(loc[-1], int):
        whole = f" of {_name(loc[:-1])}" if len(loc) > 1 else ""
        return f"item {loc[-1] + 1}{whole}"
    return f"'{loc[-1]}'"


def _why_empty(fault: _Fault, source: Source) -> str:
    mark = source.mark(fault.loc)
    if _COMMENT.search(mark.text, max(mark.column - 2, 0)):
        return "what follows a '#' is a comment; put the text in quotes"
    if fault.loc and isinstance(fault.loc[-1], int):
        return "write something after the '-', or take the line out"
    return "write something after the colon, or take the line out"
