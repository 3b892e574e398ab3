"""The command line: `python3 -m bot` and what stands after it. One file a command."""

import sys
from collections.abc import Sequence

import typer

from bot.commands import (
    ask,
    backup,
    cluster,
    doctor,
    languages,
    letters,
    phrases,
    restore,
    roll,
    school,
    series,
    serve,
    thread,
)
from bot.commands.how import How, Run
from bot.commands.opened import Closed
from bot.config import BadSettings

#: How people start it, and so how its help names it.
CALLED = "python3 -m bot"

app = typer.Typer(
    add_completion=False, no_args_is_help=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Aho keeps the threads between home and school. Without a command it opens its doors: for your school, "
    "or with a demo school while no carrier is set up.",
)  # fmt: skip
app.add_typer(school.app, name="school")
app.add_typer(roll.app, name="roll")
app.add_typer(series.app, name="series")
app.command("serve")(serve.serve)
app.command("work")(serve.work)
app.command("cluster")(cluster.cluster)
app.command("doctor")(doctor.doctor)
app.command("ask")(ask.ask)
app.command("letters")(letters.letters)
app.command("phrases")(phrases.phrases)
app.command("thread")(thread.thread)
app.command("backup")(backup.backup)
app.command("restore")(restore.restore)
app.add_typer(languages.app, name="languages")


@app.command("test")
def test() -> None:
    """Run all the tests. Words after it go to pytest."""


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        raise typer.Exit(context.obj(How(production=False)))


def main(argv: Sequence[str], run: Run) -> int:
    """Runs one command; its exit code. What a setting or a missing school forbids is one clear line."""
    try:
        code = app(list(argv), obj=run, prog_name=CALLED, standalone_mode=False)
    except (BadSettings, Closed) as why:
        print(why, file=sys.stderr)
        return 2
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        return 130
    except Exception as error:
        if not hasattr(error, "format_message"):  # a mistake in the words of the command itself
            raise
        print(f"{error.format_message()} Try: {_command(error)} --help", file=sys.stderr)
        return 2
    return code if isinstance(code, int) else 0


def _command(error: Exception) -> str:
    """The command whose words were mistaken, as one types it."""
    context = getattr(error, "ctx", None)
    return str(context.command_path) if context else CALLED
