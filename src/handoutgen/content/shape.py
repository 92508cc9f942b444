"""What the models expect at a place of a file: pydantic's path, led back to the file's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handoutgen.content.source import Loc


@dataclass(frozen=True, slots=True)
class Shape:
    """The end of a path through the models.

    `loc` is the path as it is in the file, without the names of the kinds tried; `owner` the
    model that has the path's last field, or hasn't; `tags` the kinds to choose from at the end;
    `choice` where one of several kinds was tried without a word to tell, and which.
    """

    loc: Loc
    owner: type[BaseModel] | None
    tags: tuple[str, ...] = ()
    choice: tuple[Loc, str] | None = None


def follow(model: type[BaseModel], path: Loc) -> Shape:
    """Follow a path of pydantic's from that model on."""
    loc: Loc = ()
    owner: type[BaseModel] | None = model
    choice = None
    here, tag_name = _bare(model)
    for part in path:
        kinds = _kinds(here)
        if kinds and tag_name:
            here, tag_name = _bare(
                next((k for k in kinds if part in list(_tags(k, tag_name))), None)
            )
        elif kinds:
            choice = choice or (loc, str(part))
            here, tag_name = _bare(next((k for k in kinds if _label(k) == part), None))
        elif part != "[key]":
            loc = (*loc, part)
            owner = here if _is_model(here) else None
            here, tag_name = _bare(_inner(here, part))
    tags = [tag for kind in _kinds(here) for tag in _tags(kind, tag_name)] if tag_name else []
    return Shape(loc, owner, tuple(tags), choice)


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields by the names that they have in a file."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _bare(annotation: Any) -> tuple[Any, str | None]:
    """The type without `Annotated` and `| None`, and the field that tells its kinds apart."""
    tag_name = None
    while True:
        if isinstance(annotation, FieldInfo):
            found: Any = annotation.discriminator
            annotation = annotation.annotation
        elif get_origin(annotation) is Annotated:
            infos = [item for item in annotation.__metadata__ if isinstance(item, FieldInfo)]
            found = next((info.discriminator for info in infos if info.discriminator), None)
            annotation = annotation.__origin__
        elif len(kinds := _kinds(annotation)) == 1:
            found, annotation = None, kinds[0]
        elif hasattr(annotation, "__value__"):
            found, annotation = None, annotation.__value__
        else:
            return annotation, tag_name
        tag_name = found if isinstance(found, str) else tag_name


def _kinds(annotation: Any) -> list[Any]:
    """The members of a union, but for None."""
    if get_origin(annotation) not in (Union, UnionType):
        return []
    return [kind for kind in get_args(annotation) if kind is not NoneType]


def _tags(kind: Any, tag_name: str) -> Iterator[str]:
    """The words that choose this kind."""
    bare, inner_name = _bare(kind)
    if _is_model(bare) and tag_name in fields_of(bare):
        yield from get_args(fields_of(bare)[tag_name].annotation)
    for inner in _kinds(bare):
        yield from _tags(inner, inner_name or tag_name)


def _label(kind: Any) -> str:
    bare, _ = _bare(kind)
    return getattr(bare, "__name__", str(bare)) if get_origin(bare) is None else str(bare)


def _inner(annotation: Any, part: str | int) -> Any:
    """What stands under a name or at a number."""
    if _is_model(annotation):
        return fields_of(annotation).get(str(part))
    inner = get_args(annotation)
    if not inner:
        return None
    return inner[-1] if isinstance(part, str) else inner[0]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
