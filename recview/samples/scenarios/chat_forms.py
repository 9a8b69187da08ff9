"""Answers in every form: Markdown, code, other scripts, structured output, refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator

from recview.model.json_value import JSON
from recview.samples.builders.chat_hosts import OLLAMA
from recview.samples.builders.chat_messages import Answer
from recview.samples.builders.envelope import JsonObject, Sample
from recview.samples.builders.openai_chat import chat, plain_chat
from recview.samples.scenarios.takes import LANGUAGES

_MARKDOWN = "chat/test_chat_markdown.py::"
_STRUCTURED = "chat/test_chat_structured.py::"

_SQL = """\
Sum each customer's orders and keep the top five:

```sql
SELECT c.name, SUM(o.total) AS spent
FROM customers AS c
JOIN orders AS o ON o.customer_id = c.id
GROUP BY c.id, c.name
ORDER BY spent DESC
LIMIT 5;
```"""

_SLUGIFY = """\
Here is a small function that needs nothing but the standard library:

```python
import re
import unicodedata

def slugify(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
```

- `slugify("Crème brûlée, twice!")` gives `creme-brulee-twice`
- accents are folded, everything else becomes a **single** hyphen"""

_RECIPE: JsonObject = {
    "title": "Lemon pancakes",
    "serves": 2,
    "minutes": 20,
    "ingredients": ["2 eggs", "150 g flour", "200 ml milk", "1 lemon", "a pinch of salt"],
    "steps": ["Whisk everything but the lemon.", "Fry thin pancakes in butter.", "Finish with lemon and sugar."],
}


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield from _markdown()
    yield from (take.recorded() for take in LANGUAGES)
    yield from _structured()


def _markdown() -> Iterator[Sample]:
    yield chat(
        f"{_MARKDOWN}test_sql_top_customers",
        "Which five customers spent most? Tables: customers(id, name), orders(customer_id, total). PostgreSQL, please.",
        _SQL,
    )
    yield plain_chat(
        f"{_MARKDOWN}test_python_slugify",
        "Write a Python function that turns a title into a slug.",
        _SLUGIFY,
        host=OLLAMA,
    )


def _structured() -> Iterator[Sample]:
    yield plain_chat(
        f"{_STRUCTURED}test_recipe",
        "Pancakes for two, something with lemon.",
        json.dumps(_RECIPE, ensure_ascii=False),
        parameters={"response_format": _schema("recipe", title="string", serves="integer", minutes="integer")},
    )
    yield chat(
        f"{_STRUCTURED}test_refusal",
        "Here is my neighbour's full name. Find out where she works and when she is at home.",
        Answer(refusal="I'm sorry, but I can't help with following a private person."),
        parameters={"response_format": _schema("whereabouts", workplace="string", hours="string")},
    )


def _schema(name: str, **types: str) -> JsonObject:
    """A response format that demands an object with these keys, of these JSON types."""
    properties: JsonObject = {key: {"type": type_} for key, type_ in types.items()}
    required: list[JSON] = list(types)
    schema: JsonObject = {"type": "object", "properties": properties, "required": required}
    return {"type": "json_schema", "json_schema": {"name": name, "schema": schema}}
