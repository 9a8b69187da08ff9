"""The command line itself: finds the command, and says what is wrong with a call. Prints nothing else."""

from __future__ import annotations

import gc
import importlib
import os
from typing import TYPE_CHECKING

import click

from recview import __version__
from recview.cli.command_table import COMMANDS, meant_command
from recview.cli.output import complain
from recview.cli.streams import end_quietly
from recview.errors import RecviewError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


_HELP = frozenset({"--help", "-h"})


class _Commands(click.Group):
    """Loads a command's module when it is called; anything that is no command is a path to open."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if name != "open"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        group_options = {*_HELP, "--version"}
        completes_first_word = ctx.resilient_parsing and not args
        if args[:1] == ["help"] and not os.path.lexists("help"):
            args = [*_commands(args[1:2], ctx), "--help"]
        if not completes_first_word and (not args or (args[0] not in COMMANDS and args[0] not in group_options)):
            asks_for_help = not _HELP.isdisjoint(args[: args.index("--") if "--" in args else None])
            args = ["--help"] if asks_for_help else ["open", *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        opening = self.get_command(ctx, "open")
        assert opening is not None
        options = [one for one in (*opening.params, *self.get_params(ctx)) if isinstance(one, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section("Options"):
            formatter.write_dl([record for record in records if record is not None])
        self.format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # for the shell's questions only

        opening = self.get_command(ctx, "open")
        assert opening is not None
        if incomplete.startswith("-"):
            own = super().shell_complete(ctx, incomplete)
            return [*opening.shell_complete(ctx, incomplete), *(item for item in own if item.value not in _HELP)]
        commands = super().shell_complete(ctx, incomplete)
        return [CompletionItem(incomplete, type="file"), *commands, *map(CompletionItem, _beside(commands, incomplete))]

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # caught before click sees it, which would leave with 1
            return end_quietly()


def _commands(names: list[str], ctx: click.Context) -> list[str]:
    """The names, if each is a command's. Raises UsageError."""
    for name in names:
        if name not in COMMANDS:
            raise click.UsageError(f"there is no command {name}. {meant_command(name)}".rstrip(), ctx)
    return names


def _beside(commands: list[CompletionItem], incomplete: str) -> list[str]:
    """The files and folders that begin as some commands do: bash looks for files only where it is offered no word."""
    if not commands or not incomplete or not os.environ.get("_RECVIEW_COMPLETE", "").startswith("bash"):
        return []
    from shlex import quote

    with os.scandir() as entries:  # bash takes a word as it is: not one that would have to be quoted
        begin_so = [entry for entry in entries if entry.name.startswith(incomplete) and quote(entry.name) == entry.name]
        return sorted(entry.name + "/" * entry.is_dir() for entry in begin_so)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    subcommand_metavar="[PATH…] | COMMAND [ARGS]…",
    epilog="Where a command takes paths and gets none, it looks where OGX_TEST_RECORDING_DIR or "
    "LLAMA_STACK_TEST_RECORDING_DIR says, else here. Exit: 0 done, 1 differences or findings, 2 trouble.",
)
@click.version_option(__version__, prog_name="recview", message="%(prog)s %(version)s")
def recview() -> None:
    """See what your tests recorded, and what a re-record changed.

    `recview PATH…` opens the interface on folders or files; the commands answer without it.
    """
    if not gc.isenabled():  # the command's modules stand now, and will
        gc.freeze()
        gc.enable()


def run(arguments: list[str]) -> int:
    """Runs a command and answers with its exit code. Raises KeyboardInterrupt."""
    try:
        result = recview.main(args=arguments, prog_name="recview", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        (_named(error, arguments) if isinstance(error, click.UsageError) else error).show()
        return 2
    except RecviewError as error:
        complain(error.message, error.hint)
        return 2
    except click.Abort:
        return 130
    return result if isinstance(result, int) else 0


def _named(error: click.UsageError, arguments: list[str]) -> click.UsageError:
    """The error with its command, which not each brings along.

    What opens paths is a command in here alone: outside it is recview itself.
    """
    if error.ctx is None:
        context = click.Context(recview, info_name="recview")
        command = recview.get_command(context, arguments[0]) if arguments else None
        if command is not None:
            context = click.Context(command, parent=context, info_name=arguments[0])
        error = click.UsageError(error.format_message(), context)
    if error.ctx is not None and error.ctx.info_name == "open":
        error.ctx = error.ctx.parent
    return error
