"""What indexing costs, as ratios with floors and peers measured in turns. Prints, and judges nothing.

    python benchmarks/index.py [FOLDER | COUNT]

Measures the recordings of a folder, or a tree of COUNT (default 3,000) made for it and removed again.
"""

from __future__ import annotations

import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from tree import make_tree

from recview.analysis.arrangement import arrange_by_name, arrange_by_rank
from recview.analysis.folding import OutlineLines
from recview.analysis.grouping import Outline
from recview.analysis.ordering import ranks
from recview.analysis.query import parse
from recview.analysis.row_table import RowTable
from recview.analysis.text_search import TextSearch
from recview.model.row import Row
from recview.store.cache import IndexCache
from recview.store.index import index_rows
from recview.store.roots import Root, open_roots
from recview.store.row_reader import read_header_rows
from recview.store.rows import full_row
from recview.store.scan import list_files

MEASURED_BYTES = 500_000_000
"""How much is read for each number: small trees are measured more often."""

STDLIB_LS = """
import json, os, sys
DIALECTS = {"ChatCompletionChunk": "openai.chat", "ChatCompletion": "openai.chat",
            "CreateEmbeddingResponse": "openai.embeddings"}
for folder, _, names in os.walk(sys.argv[1]):
    for name in sorted(names):
        if not name.endswith(".json"):
            continue
        path = os.path.join(folder, name)
        with open(path) as file:
            document = json.load(file)
        if "request" not in document:
            continue
        request, response = document["request"], document["response"]
        body, streaming = response.get("body"), response.get("is_streaming")
        items = body if isinstance(body, list) else [body]
        dialect, text, finish, used, vectors = None, [], [], None, []
        for item in items:
            if not isinstance(item, dict):
                continue
            if dialect is None:
                dialect = DIALECTS.get(item.get("__type__", "").rpartition(".")[2])
            data = item.get("__data__", item)
            for choice in data.get("choices") or []:
                part = choice.get("delta") or choice.get("message") or {}
                text.append(part.get("content") or "")
                if choice.get("finish_reason"):
                    finish.append(choice["finish_reason"])
            if dialect == "openai.embeddings":
                vectors = [len(entry["embedding"]) for entry in data["data"]]
            used = data.get("usage") or used
        preview = "".join(text)[:80]
        if vectors:
            preview = f"{len(vectors)} vector{'s' * (len(vectors) > 1)} \N{MULTIPLICATION SIGN} {vectors[0]}"
        usage = used and {
            "input_tokens": used.get("prompt_tokens"), "output_tokens": used.get("completion_tokens"),
            "total_tokens": used.get("total_tokens"),
            "cached_tokens": (used.get("prompt_tokens_details") or {}).get("cached_tokens"),
            "reasoning_tokens": (used.get("completion_tokens_details") or {}).get("reasoning_tokens"), "raw": used}
        stat = os.stat(path)
        row = {"schema": "recview.row/1", "path": path, "test_id": document.get("test_id"),
               "method": request.get("method"), "url": request.get("url"), "endpoint": request.get("endpoint"),
               "model": request.get("model"), "dialect": dialect, "streaming": streaming,
               "chunk_count": len(items) if streaming else 0, "finish_reasons": finish, "usage": usage,
               "error": bool(response.get("is_exception")), "preview": preview, "size": stat.st_size,
               "mtime_ns": stat.st_mtime_ns}
        print(json.dumps(row, separators=(",", ":")))
"""
"""Says of chats and embeddings what recview says, in the way one would write it down."""

JQ_LS = r"""
{"ChatCompletionChunk": "openai.chat", "ChatCompletion": "openai.chat",
 "CreateEmbeddingResponse": "openai.embeddings"} as $dialects
| (.response.body | if type == "array" then . else [.] end) as $items
| [$items[] | if type == "object" then .__data__ // . else null end] as $parts
| [$parts[].choices[]?] as $choices
| ([$parts[].usage // empty] | last) as $usage
| {schema: "recview.row/1", path: input_filename, test_id, method: .request.method, url: .request.url,
   endpoint: .request.endpoint, model: .request.model, streaming: .response.is_streaming,
   dialect: $dialects[$items[0].__type__? // "" | split(".") | last // ""],
   chunk_count: (if .response.is_streaming then $items | length else 0 end),
   finish_reasons: [$choices[].finish_reason // empty], error: (.response.is_exception // false),
   usage: ($usage | if . then
     {input_tokens: .prompt_tokens, output_tokens: .completion_tokens, total_tokens,
      cached_tokens: .prompt_tokens_details?.cached_tokens?,
      reasoning_tokens: .completion_tokens_details?.reasoning_tokens?, raw: .} else null end),
   preview: (if $items[0].__type__? // "" | endswith("CreateEmbeddingResponse")
     then [$parts[].data[].embedding | length] | "\(length) vector \u00d7 \(.[0])"
     else [$choices[] | (.delta // .message).content // ""] | join("") | .[:80] end)}
"""
"""As much, but for what the file system knows."""

JQ_FEW = "{path: input_filename, test_id, method: .request.method, model: .request.model, n: (.response.body | length)}"
"""A tenth of what a row tells: for the most part this is what parsing costs."""

KEEP_ALL = """
import os, sys, orjson
kept = []
for folder, _, names in os.walk(sys.argv[1]):
    kept += [orjson.loads(open(os.path.join(folder, name), "rb").read()) for name in names if name.endswith(".json")]
"""
KEEP_ROWS = """
import sys
from recview.store.index import index_rows
from recview.store.roots import open_roots
kept = [row for batch in index_rows(open_roots(sys.argv[1:2]), helpers=int(sys.argv[2])) for row in batch.rows]
"""
SAMPLED_EVERY_S = 0.002
SOUGHT = "saturn"


def main() -> None:
    """Measures what the command line names."""
    argument = sys.argv[1] if len(sys.argv) > 1 else "3000"
    with tempfile.TemporaryDirectory(prefix="recview-benchmark-") as scratch:
        if argument.isdecimal():
            folder = Path(scratch) / "tree"
            make_tree(folder, int(argument))
            time.sleep(0.2)  # what changed just now is not cached
        else:
            folder = Path(argument)
        measure(folder, Path(scratch) / "cache")


def measure(folder: Path, cache_folder: Path) -> None:
    """Prints every ratio for the recordings below a folder."""
    roots = open_roots([str(folder)])
    rows = indexed(roots)
    cache = IndexCache(cache_folder)
    indexed(roots, cache=cache)
    size = sum(row.size for row in rows)
    rounds = min(max(MEASURED_BYTES // size, 1), 9)
    print(f"{len(rows):,} recordings, {size / 1e6:,.0f} MB, {os.cpu_count()} processors\n")
    times = in_turns(
        {
            "F_read": lambda: read_all(folder),
            "F_parse": lambda: parse_all(folder),
            "warm": lambda: indexed(roots, cache=cache),  # before a fork, after which every page is touched anew
            "headers": lambda: headers(roots),
            "one": lambda: indexed(roots, helpers=0),
            "two": lambda: indexed(roots, helpers=1),
        },
        rounds,
    )
    print(f"F_read {times['F_read']:.3f} s, F_parse {times['F_parse']:.3f} s")
    tell("header rows / F_read", times["headers"] / times["F_read"], 2)
    tell("full rows, one process / F_parse", times["one"] / times["F_parse"], 1.15)
    tell("full rows, two processes / F_parse", times["two"] / times["F_parse"], 1.15)
    tell("full rows, warm / F_parse", times["warm"] / times["F_parse"], 0.15)
    measure_processes(str(folder), rounds)
    if sys.platform == "linux":
        measure_memory(str(folder))
    measure_search(str(folder), rows)
    measure_list(rows)


def measure_processes(folder: str, rounds: int) -> None:
    """Whole processes, cold but for the file system's cache."""
    recview = [sys.executable, "-m", "recview", "ls", "--json", "--no-cache", folder]
    runs: dict[str, Callable[[], bytes]] = {
        "recview": lambda: run(recview),
        "stdlib": lambda: run([sys.executable, "-c", STDLIB_LS, folder]),
    }
    if shutil.which("jq"):
        for name, program in (("jq", JQ_LS), ("jq, few facts", JQ_FEW)):
            runs[name] = partial(run, ["find", folder, "-name", "*.json", "-exec", "jq", "-c", program, "{}", "+"])
    said = {name: documents(warm_up()) for name, warm_up in runs.items()}
    times = in_turns(runs, rounds)
    alike = sum(said["stdlib"].get(path) == row for path, row in said["recview"].items())
    print(f"Python's json says what recview says of {alike:,} of {len(said['recview']):,} recordings, less of the rest")
    tell("recview ls --json / the same with Python's json", times["recview"] / times["stdlib"], 1 / 2)
    if "jq" in times:
        tell("recview ls --json / the same with jq", times["recview"] / times["jq"], 1 / 6)
        tell("recview ls --json / five facts of each with jq", times["recview"] / times["jq, few facts"])


def measure_memory(folder: str) -> None:
    """Peak memory of a process and those it starts, each page shared among them counted once."""
    kept_all = peak_memory([sys.executable, "-c", KEEP_ALL, folder])
    for helpers, name in enumerate(("one process", "two processes")):
        kept_rows = peak_memory([sys.executable, "-c", KEEP_ROWS, folder, str(helpers)])
        tell(f"peak memory, {name} ({kept_rows / 1e6:,.0f} MB) / keeping all", kept_rows / kept_all, 0.4)


def peak_memory(command: Sequence[str]) -> int:
    """The most bytes that a command and its children held at once: sums of their proportional sizes, sampled."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, proportional_bytes(process.pid))
        time.sleep(SAMPLED_EVERY_S)
    return peak


def proportional_bytes(pid: int) -> int:
    """What a process and its children hold now; 0 where it has gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return 0
    own = next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return own + sum(proportional_bytes(int(child)) for child in children.split())


def measure_search(folder: str, rows: Sequence[Row]) -> None:
    """A text in every output that was kept, against ripgrep over the files."""
    if not shutil.which("rg"):
        print("search of the outputs: not measured, ripgrep is not installed")
        return
    search = TextSearch(SOUGHT)
    times = in_turns(
        {
            "recview": lambda: [search.find(row.output) for row in rows],
            "rg": lambda: run(["rg", "-ic", SOUGHT, folder]),
        }
    )
    tell("search of the outputs / rg -ic over the files", times["recview"] / times["rg"], 0.1)


def measure_list(rows: Sequence[Row]) -> None:
    """Filtering and arranging the rows against three thousand of them."""
    few = rows[:3000]
    runs: dict[str, Callable[[], object]] = {}
    for name, some in (("few", few), ("all", rows)):
        outline = Outline(some)
        table, every = RowTable(outline.rows), range(len(some))
        table.fold(lambda: False)
        runs[f"word {name}"] = partial(parse("saturn").positions, table, every, time.time_ns())
        runs[f"key {name}"] = partial(parse("model:gpt chunks:>100").positions, table, every, time.time_ns())
        runs[f"outline {name}"] = partial(Outline, some)
        runs[f"filtered {name}"] = partial(arrange_by_name, outline, every[::2])
        runs[f"order {name}"] = partial(arrange_by_rank, outline, every, ranks(table, "tokens"))
        runs[f"lines {name}"] = partial(OutlineLines, arrange_by_name(outline))
    times = in_turns(runs)
    for name in ("word", "key", "outline", "filtered", "order", "lines"):
        few_ms, all_ms = times[f"{name} few"] * 1000, times[f"{name} all"] * 1000
        print(f"{name:8} {few_ms:8.1f} ms for {len(few):,}   {all_ms:8.1f} ms for {len(rows):,}")


def documents(output: bytes) -> dict[str, Any]:
    """The JSON documents of lines, by the path they name."""
    found = map(orjson.loads, output.splitlines())
    return {document["path"]: document for document in found}


def in_turns(runs: Mapping[str, Callable[[], object]], rounds: int = 9) -> dict[str, float]:
    """The median seconds of each, one after the other in every round, for the machine drifts."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, one in runs.items():
            gc.collect()
            started = time.perf_counter()
            one()
            taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def tell(what: str, ratio: float, budget: float | None = None) -> None:
    """One ratio and what it may be."""
    print(f"{what:56} {ratio:6.2f}{'' if budget is None else f'   budget {budget:.2f}'}")


def json_files(folder: Path) -> Iterable[str]:
    """Every JSON file, by scandir alone."""
    pending = [str(folder)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                elif entry.name.endswith(".json"):
                    yield entry.path


def read(path: str) -> bytes:
    """A file's bytes with as few calls as can be, and no more room asked for than they take: that would cost more."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


def read_all(folder: Path) -> None:
    """F_read: list, and read every byte."""
    for path in json_files(folder):
        read(path)


def parse_all(folder: Path) -> None:
    """F_parse: that, and parse each document."""
    gc.disable()
    for path in json_files(folder):
        orjson.loads(read(path))
    gc.enable()


def headers(roots: Sequence[Root]) -> None:
    """List, and a header row of every recording; those whose beginning does not tell are read whole."""
    for rows in read_header_rows(list_files(roots).files, lambda: False):
        for found, row in rows:
            if row is None:
                full_row(found)


def indexed(roots: Sequence[Root], **options: Any) -> list[Row]:
    """Every row in full."""
    return [row for batch in index_rows(roots, **options) for row in batch.rows]


def run(command: Sequence[str]) -> bytes:
    """The standard output of a command, which may keep its bytecode as an installed one would."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ, check=False).stdout


if __name__ == "__main__":
    main()
