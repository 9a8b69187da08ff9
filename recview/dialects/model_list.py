"""A list of models as a result: whoever gives it, in whatever order, it is the same list."""

from __future__ import annotations

from recview.dialects.labels import counted
from recview.model.events import Data
from recview.model.json_value import JSON, as_object, as_string


def model_list(models: list[JSON], key: str, noun: str = "model") -> Data:
    """How many `models` there are, and their names to search in: what stands under `key`, else `name`.

    Servers give them in any order, and the recorder names a recording after them whatever that is.
    """
    names = [_name(as_object(model), key) for model in models]
    in_order = sorted(range(len(models)), key=names.__getitem__)
    text = "\n".join(name for name in names if name)
    return Data(counted(len(models), noun), text, [models[at] for at in in_order])


def _name(model: dict[str, JSON], key: str) -> str:
    return as_string(model.get(key)) or as_string(model.get("name")) or ""
