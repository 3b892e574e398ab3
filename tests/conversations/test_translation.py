"""A teacher and a family who do not share a language: what each of them reads, on both channels."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.acts import not_understood, prompting, schools, wording_asked
from bot.acts import translating as acts
from bot.model.chat import Wording
from bot.store import contents, lanes, machines, people, prompts, rooms, translations
from bot.store import schools as school_rows
from bot.store.tables import phrase, wanted_wording, wording
from bot.translate import Translated, Trouble, Untranslated
from tests.conversations.at_school import asks, counted, named, school_with
from tests.conversations.conftest import ANNA, MERE, SINA
from tests.ground.school import School
from tests.translate import servers
from tests.translate.engines import Pretend, backwards
from tests.translate.servers import KEY, Service

ON = '\n[translation]\nengine = "apertium"\n'
TE_REO = 'te_reo = { decided_by = "the board, after a hui with whānau", on = 2026-11-02 }\n'
AUTO = "ORIG"


@pytest.fixture
def engine() -> Pretend:
    return Pretend(backwards, "apertium")


@pytest.fixture
def translating(open_school: Callable[..., School], engine: Pretend) -> School:
    return open_school(toml=school_with(ON), engines={"apertium": engine})


def test_by_sms_a_family_reads_its_language_and_can_ask_for_the_original(
    translating: School, engine: Pretend
) -> None:
    sina = translating.sms(SINA).forgets()
    asks(translating, "Which story did you read with Lagi?")
    assert "hcihw yrots did uoy daer htiw Lagi?" in sina.hears("Lagi?", "ORIG")
    sina.never_heard("Which story")
    sina.says("ORIG")
    assert "Which story did you read with Lagi?" in sina.hears("Which story")
    assert engine.given == ["Which story did you read with XQAAX?"]


def test_on_telegram_the_original_stands_under_the_translation_and_the_machine_is_named(
    translating: School,
) -> None:
    sina = translating.on_telegram(SINA, 777_002, "Sina")
    asks(translating, "Which story did you read?")
    text = sina.hears("hcihw yrots")
    assert text.index("hcihw yrots") < text.index("Which story did you read?") < text.index("Apertium")


def test_a_teacher_reads_a_familys_words_beside_the_original(translating: School) -> None:
    sina, teacher = translating.sms(SINA).forgets(), translating.teacher()
    sina.says("Na matou faitau i le tusi ma Lagi")
    text = teacher.hears("an uotam")
    assert "Lagi" in text and "Na matou faitau i le tusi ma Lagi" in text and "Apertium" in text


def test_a_teachers_answer_comes_back_in_the_familys_language(translating: School) -> None:
    sina, teacher = translating.sms(SINA).forgets(), translating.teacher()
    sina.says("Na matou faitau i le tusi ma Lagi")
    sina.forgets()
    teacher.replies_to("Na matou faitau", "What a lovely choice")
    assert AUTO in sina.hears("tahw a ylevol eciohc")


def test_a_wording_is_made_once_for_all_of_its_readers(translating: School, engine: Pretend) -> None:
    """The unique constraint on content and language; asked again, nothing more is asked of the engine."""
    asks(translating, "Which story did you read?", in_rooms=("Room 5", "Room 2"))
    translating.passes(minutes=5)
    assert len(engine.given) == 1
    assert counted(translating, wording, wording.c.made_by == "machine") == 1


def test_who_reads_the_original_waits_for_nobody(translating: School) -> None:
    anna = translating.sms(ANNA).forgets()
    asks(translating, "Which story did you read?")
    assert "ORIG" not in anna.hears("Which story")


def test_without_a_decision_no_machine_touches_te_reo(
    open_school: Callable[..., School], engine: Pretend
) -> None:
    """The safeguard: `may` asks for the school's own decision."""
    school = open_school(toml=school_with(ON), engines={"apertium": engine})
    mere = school.sms(MERE).forgets()
    asks(school, "Which story did you read?")
    mere.hears("Which story did you read?")
    mere.says("I pānui mātou i te pukapuka")
    assert not any("pānui" in it for it in engine.given)
    assert len(engine.given) == 1  # for Sina


def test_with_its_decision_it_may(open_school: Callable[..., School], engine: Pretend) -> None:
    school = open_school(toml=school_with(ON, TE_REO), engines={"apertium": engine})
    mere = school.sms(MERE).forgets()
    asks(school, "Which story did you read?")
    mere.hears("hcihw yrots")


@pytest.mark.parametrize("said", ["none", "not overseas"])
def test_a_family_may_say_no_machine_or_not_overseas(open_school: Callable[..., School], said: str) -> None:
    """The safeguards: `may` looks at what the home has said, and the last look does so again."""
    engine = Pretend(backwards, "azure")
    school = open_school(toml=school_with('\n[translation]\nengine = "azure"\n'), engines={"azure": engine})
    sina, teacher = school.sms(SINA).forgets(), school.teacher()
    choose(school, "Sina", said)
    asks(school, "Which story did you read?")
    sina.hears("Which story did you read?")
    given = len(engine.given)
    sina.says("Na matou faitau i le tusi")
    teacher.hears("Na matou faitau i le tusi")
    teacher.replies_to("Na matou", "What a lovely choice")
    sina.hears("What a lovely choice")
    assert len(engine.given) == given


@pytest.mark.parametrize(
    "words",
    [
        "Lagi was hurt at lunch and went to the hospital",
        "Lagi has been suspended",
        "There is a lockdown at school",
    ],
)
def test_what_is_delicate_waits_for_a_person(translating: School, engine: Pretend, words: str) -> None:
    """The safeguard: `want` asks `is_delicate`; the original goes, and says so."""
    sina = translating.sms(SINA).forgets()
    asks(translating, words)
    sina.hears(words)
    assert engine.given == []


def test_the_phrase_book_speaks_where_no_machine_may(open_school: Callable[..., School]) -> None:
    school = open_school(toml=school_with("\n[translation]\n"))
    sina = school.sms(SINA).forgets()
    school.act(lambda desk: desk.db.execute(phrase.insert().values(
        school_id=desk.school.id, source="en", target="sm", folded="there is a lockdown", words="There is a lockdown.",
        said="Ua tapunia le a'oga.", at=desk.now)))  # fmt: skip
    asks(school, "There is a lockdown!")
    text = sina.hears("Ua tapunia le a'oga.")
    assert "ORIG" not in text


def test_short_replies_go_as_they_are(translating: School, engine: Pretend) -> None:
    sina, teacher = translating.sms(SINA).forgets(), translating.teacher()
    asks(translating, "Which story did you read?")
    given = len(engine.given)
    sina.says("ioe")
    assert "translate" not in teacher.hears("ioe")  # nor does anybody say that it could not be translated
    assert len(engine.given) == given


def test_a_slow_translator_is_waited_for_as_long_as_the_school_says(
    open_school: Callable[..., School],
) -> None:
    """The safeguard: `until` in the last look. Before it the text waits; after it the original goes and says so."""
    slow = Pretend(lambda words: Trouble("busy", 20.0), "apertium")
    school = open_school(toml=school_with(ON, "wait_seconds = 60\n"), engines={"apertium": slow})
    sina, anna = school.sms(SINA).forgets(), school.sms(ANNA).forgets()
    asks(school, "Which story did you read?")
    anna.hears("Which story")  # nobody else waits
    sina.hears_nothing()
    school.passes(seconds=30)
    sina.hears_nothing()
    school.passes(seconds=40)
    sina.hears("Which story did you read?")


def test_a_translation_that_comes_in_time_is_taken(open_school: Callable[..., School]) -> None:
    answers: list[str | Trouble] = [Trouble("busy", 10.0), "O le a le tala"]
    engine = Pretend(lambda words: answers.pop(0), "apertium")
    school = open_school(toml=school_with(ON), engines={"apertium": engine})
    sina = school.sms(SINA).forgets()
    asks(school, "Which story did you read?")
    school.passes(seconds=20)
    sina.hears("O le a le tala", "ORIG")


def test_a_translator_that_breaks_holds_up_nobody(open_school: Callable[..., School]) -> None:
    def broken(words: str) -> str:
        raise RuntimeError("a bug in a client")

    school = open_school(
        toml=school_with(ON, "wait_seconds = 5\n"), engines={"apertium": Pretend(broken, "apertium")}
    )
    sina, anna = school.sms(SINA).forgets(), school.sms(ANNA).forgets()
    asks(school, "Which story did you read?")
    anna.hears("Which story")
    school.passes(seconds=10)
    sina.hears("Which story did you read?")
    assert counted(school, wanted_wording, wanted_wording.c.why == "the translator broke") == 1


def test_what_was_taken_by_a_process_that_died_is_made_by_the_next(
    translating: School, engine: Pretend
) -> None:
    sina = translating.sms(SINA).forgets()
    took = translating.act(lambda desk: _asked_and_taken(desk))
    assert took == 1
    translating.passes(seconds=45)
    translating.passes(seconds=5)
    sina.hears("hcihw yrots")


def test_a_question_mark_tells_the_teacher_what_was_not_understood(translating: School) -> None:
    sina, teacher = translating.sms(SINA).forgets(), translating.teacher()
    asks(translating, "Which story did you read?")
    sina.hears("hcihw yrots")
    sina.says("?")
    sina.forgets()
    assert "Gagana Samoa" in teacher.hears("does not understand", "Which story did you read?")
    teacher.replies_to("does not understand", "Tell us about your book")
    sina.hears("llet su tuoba")


def test_orig_is_a_word_like_any_other_where_nothing_was_translated(
    open_school: Callable[..., School],
) -> None:
    school = open_school()
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    asks(school, "What do you call it?")
    anna.says("orig")
    teacher.hears("orig")


def test_who_left_the_thread_does_not_get_the_original(translating: School) -> None:
    """The original goes by the gate of any words of a lane: today's members only."""
    sina = translating.sms(SINA).forgets()
    asks(translating, "Which story did you read?")
    sina.hears("hcihw yrots")
    translating.act(lambda desk: [lanes.end_membership(desk.db, it.membership_id, desk.now)
                                  for it in lanes.lanes_of(desk.db, named(desk, "Sina").id, desk.now)])  # fmt: skip

    def asked(desk: Any) -> None:  # as if ORIG had been heard a moment before she left
        phone = people.contact_at(desk.db, school_rows.sender_on(desk.db, desk.school.id, "sms") or 0, SINA)
        assert phone is not None
        row = not_understood.translated(desk, phone)
        assert row is not None
        not_understood.original(desk, phone, row)

    translating.act(asked)
    translating.passes(seconds=5)
    sina.never_heard("Which story")


def test_through_a_real_client_and_a_server(open_school: Callable[..., School], yard: Any) -> None:
    service = Service()
    with on_the_yard(yard, service):
        from bot.translate.libretranslate import LibreTranslate

        school = open_school(toml=school_with('\n[translation]\nengine = "libretranslate"\n'),
                             engines={"libretranslate": LibreTranslate(service.url, KEY)})  # fmt: skip
        sina = school.sms(SINA).forgets()
        asks(school, "Which story did Lagi like?")
        sina.hears("WHICH STORY DID Lagi LIKE?", "ORIG")


class on_the_yard:  # noqa: N801
    """A pretend translator's server on the same loop as the school."""

    def __init__(self, yard: Any, service: Service) -> None:
        self._yard, self._server = yard, servers.libretranslate(service)

    def __enter__(self) -> None:
        self._yard.run(self._server.__aenter__())

    def __exit__(self, *why: object) -> None:
        self._yard.run(self._server.__aexit__(None, None, None))


def choose(school: School, name: str, said: str) -> None:
    def chosen(desk: Any) -> None:
        for it in lanes.lanes_of(desk.db, named(desk, name).id, desk.now):
            machines.choose(desk.db, it.lane.household_id, said)

    school.act(chosen)


def _asked_and_taken(desk: Any) -> int:
    drafted = prompting.draft(desk, named(desk, "Ms Tane"), [Wording("en", "Which story did you read?")],
                              room_ids=rooms.named(desk.db, desk.school.id, ["Room 5"]))  # fmt: skip
    assert drafted is not None
    prompting.confirm(desk, drafted)
    return len(translations.take(desk.db, desk.now))


@pytest.mark.parametrize(
    ("words", "ticked"), [("Lagi is in hospital", False), ("Please come and talk", True)]
)
def test_what_was_made_for_a_teachers_eyes_is_not_sent_to_a_family(
    translating: School, engine: Pretend, words: str, ticked: bool
) -> None:
    """The safeguard at the call: `usable` drops a machine's wording of delicate words for whoever is no teacher."""
    sina = translating.sms(SINA).forgets()

    def asked(desk: Any) -> None:
        drafted = prompting.draft(desk, named(desk, "Ms Tane"), [Wording("en", words)],
                                  room_ids=rooms.named(desk.db, desk.school.id, ["Room 5"]), delicate=ticked)  # fmt: skip
        content = prompts.one(desk.db, drafted)["content_id"]
        contents.put(desk.db, desk.school.id, content, [Wording("sm", "o le machine", "machine", "apertium")])
        prompting.confirm(desk, drafted)

    translating.act(asked)
    translating.passes(seconds=5)
    sina.hears(words)
    sina.never_heard("o le machine")
    assert engine.given == []


def test_its_writer_can_say_that_a_person_has_to_look(translating: School, engine: Pretend) -> None:
    sina = translating.sms(SINA).forgets()

    def asked(desk: Any) -> None:
        drafted = prompting.draft(desk, named(desk, "Ms Tane"), [Wording("en", "Please come and talk with me")],
                                  room_ids=rooms.named(desk.db, desk.school.id, ["Room 5"]), delicate=True)  # fmt: skip
        assert drafted is not None
        prompting.confirm(desk, drafted)

    translating.act(asked)
    translating.passes(seconds=5)
    sina.hears("Please come and talk with me")
    assert engine.given == []


def test_a_school_that_withdraws_its_decision_is_heard_at_the_call(
    open_school: Callable[..., School],
) -> None:
    """The safeguard: `usable` looks at today's decision, not at that of the day when the wording was made."""
    school = open_school(toml=school_with(ON, TE_REO), engines={"apertium": Pretend(backwards, "apertium")})
    mere = school.sms(MERE).forgets()
    school.goes_to(hour=21)
    asks(school, "Which story did you read?")  # waits for the morning, already worded
    assert counted(school, wording, wording.c.made_by == "machine", wording.c.language == "mi") == 1
    school.act(lambda desk: schools.apply(desk.db, schools.read(school_with(ON)), desk.now))
    school.goes_to(days=1, hour=10)
    mere.hears("Which story did you read?")
    mere.never_heard("hcihw yrots")


def test_a_person_who_is_asked_gives_the_wording(open_school: Callable[..., School]) -> None:
    """By chat, from the school's own list; no machine is in it."""
    people_ = '\n[translation]\n[[translation.people]]\nname = "Mr Fuimaono"\nlanguages = ["Samoan"]\n'
    school = open_school(toml=school_with(people_))
    fuimaono = school.teacher("Mr Fuimaono", 555_002)
    school.goes_to(hour=21)
    prompt_id = asks(school, "Lagi was unwell today")
    content = school.act(lambda desk: prompts.one(desk.db, prompt_id)["content_id"])

    def asked(desk: Any) -> bool:
        (who,) = wording_asked.may_be_asked(desk, "sm")
        return wording_asked.ask(desk, who, content, Wording("en", "Lagi was unwell today"), "sm")

    assert school.act(asked)
    school.passes(seconds=1)
    fuimaono.hears("Please write this", "Lagi was unwell today")
    fuimaono.says("Sa ma'i Lagi i le aso nei")
    fuimaono.hears("Your words are kept")
    sina = school.sms(SINA).forgets()
    school.goes_to(days=1, hour=10)
    assert AUTO not in sina.hears("Sa ma'i Lagi i le aso nei")


def test_only_staff_can_be_asked(open_school: Callable[..., School]) -> None:
    """The safeguard: a family's words are shown to nobody who is not on the staff list today."""
    people_ = '\n[translation]\n[[translation.people]]\nname = "Anna"\nlanguages = ["Samoan"]\n'
    school = open_school(toml=school_with(people_))
    assert school.act(lambda desk: wording_asked.may_be_asked(desk, "sm")) == ()


PEOPLE = '\n[translation]\n[[translation.people]]\nname = "Mr Fuimaono"\nlanguages = ["Samoan"]\n'


def wording_is_asked(school: School, words: str) -> int:
    """Mr Fuimaono is asked for a wording of a question that waits for the morning: the content's id."""
    prompt_id = asks(school, words)
    content = school.act(lambda desk: prompts.one(desk.db, prompt_id)["content_id"])

    def asked(desk: Any) -> None:
        (who,) = wording_asked.may_be_asked(desk, "sm")
        assert wording_asked.ask(desk, who, content, Wording("en", words), "sm")

    school.act(asked)
    school.passes(seconds=1)
    return int(content)


def in_samoan(school: School, content: int) -> list[str]:
    there = school.act(lambda desk: contents.wordings(desk.db, [content])[content])
    return [it.words for it in there if it.language == "sm"]


def test_a_keyword_or_words_after_a_familys_are_no_wording(open_school: Callable[..., School]) -> None:
    """The safeguards in `wants`: no keyword, and nothing typed after other people's words; a quote always is."""
    school = open_school(toml=school_with(PEOPLE))
    fuimaono, anna = school.teacher("Mr Fuimaono", 555_002), school.sms(ANNA)
    content = wording_is_asked(school, "Lagi was unwell today")
    fuimaono.says("HELP")
    assert in_samoan(school, content) == []
    asks(school, "What did you draw?", in_rooms=("Room 2",), by="Mr Fuimaono")
    anna.says("Jack read us a story")
    fuimaono.hears("Jack read us a story")
    fuimaono.says("Lovely, thank you")
    assert in_samoan(school, content) == []
    fuimaono.replies_to("Please write this", "Sa ma'i Lagi i le aso nei")
    assert in_samoan(school, content) == ["Sa ma'i Lagi i le aso nei"]


def test_where_two_wordings_are_asked_for_only_a_quote_says_which(
    open_school: Callable[..., School],
) -> None:
    """The safeguards: the second request leaves the first one open, and a bare answer words neither."""
    school = open_school(toml=school_with(PEOPLE))
    fuimaono = school.teacher("Mr Fuimaono", 555_002)
    school.goes_to(hour=21)
    one, two = wording_is_asked(school, "Lagi was unwell"), wording_is_asked(school, "Bring togs")
    fuimaono.says("Sa ma'i Lagi")
    assert in_samoan(school, one) == in_samoan(school, two) == []
    fuimaono.replies_to("Lagi was unwell", "Sa ma'i Lagi")
    fuimaono.says("Aumai togs")  # the only one left
    assert (in_samoan(school, one), in_samoan(school, two)) == (["Sa ma'i Lagi"], ["Aumai togs"])


def test_a_failure_that_comes_late_takes_back_nothing(translating: School) -> None:
    """The safeguard: `translations.change` looks that it is still wanted. Two processes had taken the same row."""

    def twice(desk: Any) -> str:
        drafted = prompting.draft(desk, named(desk, "Ms Tane"), [Wording("en", "Which story did you read?")])
        assert drafted is not None
        content = prompts.one(desk.db, drafted)["content_id"]
        acts.want(desk, content, ["sm"])
        (task,) = acts.tasks(desk)
        acts.keep(desk, task, Translated("o le tala", "machine", "apertium"))
        acts.keep(desk, task, Untranslated("the translator broke"))
        return str(translations.of_contents(desk.db, [content])[content, "sm"]["state"])

    assert translating.act(twice) == "made"


def test_a_wording_by_chat_of_words_that_have_changed_is_refused(open_school: Callable[..., School]) -> None:
    """The safeguard: the question holds the seal of what was to be worded."""
    school = open_school(toml=school_with(PEOPLE))
    fuimaono = school.teacher("Mr Fuimaono", 555_002)
    school.goes_to(hour=21)
    content = wording_is_asked(school, "Lagi was unwell")
    other = [Wording("en", "Lagi is well")]
    school.act(lambda desk: contents.replace(desk.db, desk.school.id, content, other))
    fuimaono.says("Sa ma'i Lagi")
    fuimaono.hears("the words have changed")
    assert in_samoan(school, content) == []
