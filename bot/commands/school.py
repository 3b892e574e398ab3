"""`school apply`, `school show` and `school link`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot import config as settings
from bot.acts import linking, schools
from bot.acts.desk import Desk
from bot.acts.school_changes import differences
from bot.acts.school_written import table_of, toml_of
from bot.acts.schools import BadSchool
from bot.acts.signing_in import second_step
from bot.commands.opened import Closed, acting, acting_on, looking
from bot.commands.plainly import listed, say
from bot.languages.folding import fold
from bot.languages.money import money
from bot.languages.registry import language
from bot.model.school import Hours, School, Span, Texts
from bot.store import people
from bot.store import schools as rows

app = typer.Typer(help="The school, as its TOML file describes it.", no_args_is_help=True)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@app.command("apply")
def apply_(
    file: Annotated[Path, typer.Argument(help="a TOML file; see bot/examples/school.toml")],
    yes: Annotated[bool, typer.Option("--yes", help="change it without asking")] = False,
) -> None:
    """Make the school, or change it. What would be different is shown first.

    The file wins over what was changed on the School page since: `school export` writes that down as a file.
    """
    try:
        it = schools.read(file)
        if not yes and not acting_on(lambda db, _now: _agreed(db, it)):
            say(
                "Nothing has been changed. To change it: say --yes. To keep what is now: python3 -m bot school export"
            )
            raise typer.Exit(1)
        change = acting_on(lambda db, now: schools.apply(db, it, now))
    except BadSchool as why:
        say(f"{why}. Nothing has been changed.")
        raise typer.Exit(1) from None
    if change.created:
        say(f"{it.name} is here.")
    elif change.changed:
        say(f"{it.name} has changed: {', '.join(change.changed)}.")
    else:
        say(f"{it.name} is as it was.")


def _agreed(db: Connection, it: School) -> bool:
    """Whether there is nothing to lose by applying; else what would be different is shown."""
    there = rows.only(db)
    found = differences(there, it) if there is not None and there.key == it.key else []
    listed("Different:", (f"{one.key}: {one.was} -> {one.now}" for one in found))
    return not found or (sys.stdin.isatty() and typer.confirm("Change it?"))


@app.command("export")
def export(
    file: Annotated[Path | None, typer.Argument(help="where to; on the screen, if left out")] = None,
) -> None:
    """Write the school as it is now as a TOML file, with what was changed on its page."""
    text = toml_of(table_of(looking(lambda desk: desk.school)))
    if file is None:
        print(text, end="")
        return
    if file.exists():
        raise Closed(f"{file} is there already: give another name.")
    file.write_text(text, encoding="utf-8")
    say(f"{file} is the school as it is now.")


@app.command("show")
def show_() -> None:
    """The school as it is now."""
    show(looking(lambda desk: desk.school))


@app.command("link")
def link(
    name: Annotated[str, typer.Argument(help="as in the staff list, in quotes")],
    without_second_step: Annotated[
        bool, typer.Option("--without-second-step", help="their phone and recovery codes are lost")
    ] = False,
) -> None:
    """Print a link that opens the console for one of the staff.

    It works once, within half an hour.
    """
    path = acting(lambda desk: _link(desk, name, without_second_step))
    say(f"{settings.read().here}{path}")


def _link(desk: Desk, name: str, without_second_step: bool) -> str:
    found = people.staff_named(desk.db, desk.school.id, fold(name), desk.now)
    if found is None:
        raise Closed(
            f"Nobody signs in as {name}. Bring the staff list in: python3 -m bot roll staff FILE.csv. Where two have"
            " the same name, one has a name of their own: it stands on the page People."
        )
    if without_second_step:
        second_step.end(desk, found.id, None)
    return linking.sign_in_path(desk, found.id)


def show(it: School) -> None:
    days = it.calendar
    say(f"{it.name} ({it.key}), {it.address}")
    say(f"Office {it.office_number}; emergencies {it.emergency_line}; privacy: {it.privacy_contact}")
    say(f"Languages: {', '.join(language(tag).own_name for tag in it.languages)}")
    say(f"Time zone {days.zone}" + (f", region {days.region}" if days.region else ""))
    say(f"Texts to families {_hours(days.weekdays)}, at weekends {_hours(days.weekends)}")
    say(f"Office hours {_hours(days.office)}")
    _texts(it.texts)
    say(f"A reply costs: {it.reply_cost}")
    listed("Terms", map(_span, days.terms))
    listed("Closures", map(_span, days.closures))
    if ideas := it.activities.days:
        where = ", ".join(it.activities.rooms) or "all rooms"
        say(f"Ideas for home: {', '.join(DAYS[day] for day in ideas)} at {it.activities.at:%H:%M}, {where}")


def _texts(it: Texts) -> None:
    costs = "nobody has said what a segment costs" if it.tariff is None else (
        f"a segment costs {money(it.tariff, it.currency)}"
    )  # fmt: skip
    say(f"SMS: {costs}; the school's budget is {it.monthly_segments} segments a month")
    listed(
        "Rooms with a budget of their own", (f"{name}: {most} segments a month" for name, most in it.rooms)
    )
    say(f"What finds no room in it goes in one text a week: {DAYS[it.digest_day]} {it.digest_at:%H:%M}")
    for tag in it.double_vowels:
        say(f"Aho's own words in {language(tag).own_name} go out by SMS with double vowels")


def _hours(hours: Hours) -> str:
    return f"{hours.opens:%H:%M}–{hours.closes:%H:%M}"


def _span(it: Span) -> str:
    days = f"{it.first}" if it.first == it.last else f"{it.first} to {it.last}"
    return f"{days} {it.name}".rstrip()
