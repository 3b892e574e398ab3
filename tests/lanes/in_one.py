"""What travels in one message: a month's last texts in a weekly one, a day's in one, and a teacher's day; with all the
other jobs of the rota, which nobody looks at in the homes' own stories."""

from dataclasses import replace

from bot.jobs.rota import ROTA
from tests.lanes.meanings import says
from tests.lanes.town import Deed, Dice, Town

HOURS = ("off", "8am", "12pm", "3.30pm", "5pm")


def wants_one_a_day(town: Town, dice: Dice) -> None:
    says(town, dice.one(town.family_phones()), f"DIGEST {dice.one(HOURS)}")


def teacher_wants_one_a_day(town: Town, dice: Dice) -> None:
    """Of what families write, and who waits for an answer."""
    address = dice.one(sorted(at for at in town.register.phones if at.startswith("9")))
    says(town, address, f"DIGEST {dice.one(('8.15am', '8.15am', '12.30pm', 'off'))}")


def month_runs_out(town: Town, dice: Dice) -> None:
    """Of SMS segments: questions and ideas wait for the weekly text. Or there are some again."""
    school = town.house.school
    few = school.texts.monthly_segments > 1
    texts = replace(school.texts, monthly_segments=1 if few else 5000, digest_day=town.now.weekday())
    town.house.school = replace(school, texts=texts)


def jobs_come(town: Town, dice: Dice) -> None:
    """Some hours later everything of the rota is looked at, as the clock does, and what it puts goes out."""
    town.passes(dice.one((10, 60, 240, 240, 600)))
    for _name, _seconds, job in ROTA:
        town.house.loop.run_until_complete(job(town.house._act))  # type: ignore[arg-type]
    town.house.send()


IN_ONE: tuple[Deed, ...] = (
    wants_one_a_day, wants_one_a_day, teacher_wants_one_a_day, month_runs_out, jobs_come, jobs_come, jobs_come,
)  # fmt: skip
