"""Does to trees of recordings at random what recorders, editors, version control and people do to them.

The same seed does the same deeds in the same order. Nothing here waits.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import IO

from factories import make_chat_completion, make_document, recording_bytes

NAMES = ("a", "B", "b", "é", "é", "名前", "🙂", "with space", "new\nline", "[/bold]", "-x", "%41", "a.json")
"""What a file or folder may be called."""
FOLDERS = ("recordings", "responses", "plain", ".hidden", "node_modules", "x.json")
"""Last parts of folders: the first two show unreadable files, the fourth and fifth are not entered."""
PIECES = 3


def content(text: str) -> bytes:
    """A small recording that says `text`."""
    return recording_bytes(make_document(make_chat_completion(text), test_id=f"t.py::test_{text[:4]}"))


class Storm:
    """Some trees, and what befalls them."""

    def __init__(self, trees: list[Path], seed: int) -> None:
        self.trees = trees
        self.chance = Random(seed)
        self.count = 0
        self.deeds_done: dict[str, int] = {}
        self._files: list[Path] = []
        """Where files are, or were."""
        self._folders: list[Path] = []
        self._open: list[tuple[IO[bytes], list[bytes]]] = []
        """Files that are being written, and what is still to come."""

    def settle(self, recordings: int) -> None:
        """So many recordings in each tree to begin with."""
        for tree in self.trees:
            for number in range(recordings):
                self._write(tree / f"{number % 9}" / "recordings" / f"{number}.json", content(self._text()))

    def deeds(self) -> set[str]:
        """The names of all that it can do."""
        return {deed.__name__ for deed in self._weights()}

    def blow(self, times: int) -> None:
        """So many deeds."""
        deeds = [deed for deed, weight in self._weights().items() for _ in range(weight)]
        for _ in range(times):
            deed = self.chance.choice(deeds)
            try:
                deed()
            except OSError:  # what it wanted to do it to is not there any more, or is something else by now
                continue
            name = deed.__name__
            self.deeds_done[name] = self.deeds_done.get(name, 0) + 1

    def finish(self) -> None:
        """Everything that was begun is ended, or broken off; every tree is there."""
        for file, rest in self._open:
            if self.chance.random() < 0.7:
                file.write(b"".join(rest))
            file.close()
        self._open.clear()
        for tree in self.trees:
            if _out_of_sight(tree).is_dir():
                self._bring_back(tree)
            tree.mkdir(parents=True, exist_ok=True)

    def _weights(self) -> dict[Callable[[], None], int]:
        return {
            self.add: 24, self.add_nested: 16, self.begin: 24, self.go_on: 60, self.rewrite: 24, self.replace: 12,
            self.replace_alike: 8, self.rewrite_alike: 8, self.touch: 8, self.cut: 6, self.other_json: 6,
            self.delete: 12, self.write_again: 8, self.move: 16, self.change_case: 8, self.move_folder: 8,
            self.delete_folder: 3, self.link_file: 6, self.link_folder: 6, self.become_folder: 6, self.become_file: 3,
            self.forbid: 6, self.become_environment: 2, self.lose_tree: 2, self.swap_tree: 1, self.replace_all: 1,
        }  # fmt: skip

    # One file

    def add(self) -> None:
        self._write(self._new_path(), content(self._text()))

    def begin(self) -> None:
        """Truncates, and writes the first piece of more."""
        data = content(self._text())
        size = len(data) // PIECES + 1
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        path = self._new_path() if self.chance.random() < 0.3 else self._file()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open.append((path.open("wb", buffering=0), pieces))
        self._files.append(path)

    def go_on(self) -> None:
        if not self._open:
            return
        file, pieces = self.chance.choice(self._open)
        if pieces:
            file.write(pieces.pop(0))
        else:
            file.close()
            self._open.remove((file, pieces))

    def rewrite(self) -> None:
        self._file().write_bytes(content(self._text()))

    def replace(self) -> None:
        """Written beside, then renamed."""
        self._replace(self._file(), content(self._text()))

    def replace_alike(self) -> None:
        """As large and as old as what it replaces."""
        self._alike(self._replace)

    def rewrite_alike(self) -> None:
        """In place."""
        self._alike(lambda path, data: path.write_bytes(data))

    def _alike(self, put: Callable[[Path, bytes], object]) -> None:
        path = self._file()
        before, data = path.stat(), bytearray(path.read_bytes())
        place = data.find(b'"content": "')
        if place >= 0:
            data[place + 12] = self.chance.choice(b"xyz")
        put(path, bytes(data))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def touch(self) -> None:
        """Now, or long ago."""
        time_ns = self.chance.choice([None, (10**18, 10**18 + self.count)])
        os.utime(self._file(), ns=time_ns) if time_ns else os.utime(self._file())

    def cut(self) -> None:
        path = self._file()
        os.truncate(path, path.stat().st_size // self.chance.choice([2, 3, 10**9]))

    def other_json(self) -> None:
        path = self._new_path() if self.chance.random() < 0.5 else self._file()
        self._write(path, self.chance.choice([b"{}", b"[1]", b'{"request": {"url": "x"}, "other": 1}', b"\xff\xfe"]))

    def delete(self) -> None:
        self._file().unlink()

    def write_again(self) -> None:
        """Deleted, and written anew at once."""
        path = self._file()
        path.unlink()
        path.write_bytes(content(self._text()))

    def move(self) -> None:
        path, target = self._file(), self._new_path()
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        self._files.append(target)

    def change_case(self) -> None:
        path = self._file()
        target = path.with_name(path.name.swapcase().replace(".JSON", ".json"))
        path.rename(target)
        self._files.append(target)

    def forbid(self) -> None:
        """Takes leave to read, or gives it."""
        path = self._file()
        path.chmod(0o600 if path.stat().st_mode & 0o777 == 0 else 0)

    # Folders

    def add_nested(self) -> None:
        """A new folder in new folders, its files at once."""
        folder = self._folder() / f"n{self._number()}" / self.chance.choice(NAMES) / self.chance.choice(FOLDERS)
        for _ in range(self.chance.choice([1, 5, 30])):
            self._write(folder / f"{self._number()}.json", content(self._text()))

    def move_folder(self) -> None:
        folder = self._folder()
        if folder not in self.trees:
            target = self._folder() / f"m{self._number()}" / self.chance.choice(FOLDERS)
            target.parent.mkdir(parents=True)
            folder.rename(target)
            self._folders.append(target)
            self._files += target.glob("*.json")

    def delete_folder(self) -> None:
        folder = self._folder()
        if folder not in self.trees:
            shutil.rmtree(folder)

    def become_folder(self) -> None:
        """A folder takes a file's place."""
        path = self._file()
        path.unlink()
        self._write(path / f"{self._number()}.json", content(self._text()))

    def become_file(self) -> None:
        folder = self._folder()
        if folder not in self.trees:
            shutil.rmtree(folder)
            folder.write_bytes(content(self._text()))

    def become_environment(self) -> None:
        folder = self._folder()
        mark = folder / "pyvenv.cfg"
        if mark.exists():
            mark.unlink()
        elif folder not in self.trees:
            mark.touch()

    # Links

    def link_file(self) -> None:
        link, target = self._new_path(), self.chance.choice([self._file(), Path("/etc/hostname"), Path("nothing")])
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)
        self._files.append(link)

    def link_folder(self) -> None:
        link = self._folder() / f"l{self._number()}"
        link.symlink_to(self.chance.choice([self._folder(), Path("/etc"), Path(), Path("..")]))

    # Whole trees

    def lose_tree(self) -> None:
        """Moved out of sight; or, if one is, back again. What was written in its place meanwhile is deleted then."""
        lost = [tree for tree in self.trees if _out_of_sight(tree).is_dir()]
        if lost:
            self._bring_back(lost[0])
        else:
            tree = self.chance.choice(self.trees)
            tree.rename(_out_of_sight(tree))

    def _bring_back(self, tree: Path) -> None:
        if tree.is_dir():
            shutil.rmtree(tree)
        tree.parent.mkdir(parents=True, exist_ok=True)
        _out_of_sight(tree).rename(tree)

    def swap_tree(self) -> None:
        """Moved away, and a copy takes its place at once."""
        tree = self.chance.choice(self.trees)
        away = tree.with_name(f"{tree.name}-away")
        tree.rename(away)
        shutil.copytree(away, tree, symlinks=True, copy_function=os.link)  # some may not be read
        shutil.rmtree(away)

    def replace_all(self) -> None:
        """Every file of a tree at once, as a change of branches does."""
        for path in sorted(self.chance.choice(self.trees).rglob("*.json")):
            if path.is_file() and not path.is_symlink():
                path.unlink()
                path.write_bytes(content(self._text()))

    # Where, and what

    def _number(self) -> int:
        self.count += 1
        return self.count

    def _text(self) -> str:
        return f"{self._number():06}"

    def _folder(self) -> Path:
        return self.chance.choice([self.chance.choice(self.trees), *self._folders[-200:]])

    def _new_path(self) -> Path:
        folder = self._folder() / self.chance.choice(FOLDERS) if self.chance.random() < 0.5 else self._folder()
        return folder / f"{self.chance.choice(NAMES)}{self._number()}.json"

    def _file(self) -> Path:
        """One that was there, as a rule."""
        return self.chance.choice(self._files[-3000:]) if self._files else self._new_path()

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._files.append(path)
        if path.parent not in self._folders[-50:]:
            self._folders.append(path.parent)

    def _replace(self, path: Path, data: bytes) -> None:
        beside = path.with_name("beside.tmp")
        beside.write_bytes(data)
        beside.replace(path)


def _out_of_sight(tree: Path) -> Path:
    return tree.parent / f".{tree.name}-lost"
