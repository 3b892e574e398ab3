"""The checks that guard a lane by the less usual ways, by name; as tests.lanes.checks, whose means these are."""

from tests.lanes import taking_out_more as out
from tests.lanes.behind_links import (
    a_week_passes,
    answers_at_length,
    asks_at_length,
    opens_a_link,
    sends_by_a_link,
    wants_to_send_a_picture,
    writes_at_length,
)
from tests.lanes.changes import changes_number, moves_room, sends, time_passes
from tests.lanes.checks import Check
from tests.lanes.classroom import answers, asks
from tests.lanes.families import wants_to_share, writes
from tests.lanes.handed_over import hands_over
from tests.lanes.in_a_childs_hands import passes_the_phone
from tests.lanes.in_need import calls_it_urgent
from tests.lanes.in_one import jobs_come, teacher_wants_one_a_day, wants_one_a_day
from tests.lanes.moved import moves_words
from tests.lanes.numbers import comes_back, is_silent_for_a_year, writes_from_there
from tests.lanes.office import leaves, parts, places
from tests.lanes.taken_away import prints_who_saw_what, takes_answers_away

OTHERS: dict[str, Check] = {
    "moved words are the school's alone": Check(out.moved_to_everybody, (asks, time_passes, writes, writes, moves_words, sends)),
    "moved words do not go under the old name": Check(out.sent_all_the_same, (asks, sends, writes, writes, moves_words, sends)),
    "words are moved to a home of their writer's": Check(out.any_home_to_move_to, (asks, sends, writes, writes, leaves, moves_words)),
    "words are moved by whoever sees both": Check(out.by_anybody, (asks, sends, writes, writes, moves_words)),
    "whose link it is, when it is opened": Check(out.opens_for_whoever_has_it, (
        writes_at_length, asks_at_length, time_passes, answers_at_length, time_passes, changes_number, leaves, opens_a_link, opens_a_link)),
    "a link in a text ends": Check(out.opens_for_ever, (
        asks_at_length, time_passes, a_week_passes, opens_a_link)),
    "whose link it is, when a picture comes": Check(out.a_picture_from_whoever_has_it, (
        wants_to_send_a_picture, wants_to_send_a_picture, changes_number, leaves, sends_by_a_link, sends_by_a_link)),
    "a link for a picture ends, and is used once": Check(out.pictures_for_ever, (
        wants_to_send_a_picture, sends_by_a_link, sends_by_a_link, time_passes)),
    "a picture is of whoever was given the link": Check(out.whoever_shares_the_phone, (
        places, places, asks, sends, wants_to_share, wants_to_send_a_picture, wants_to_share, sends_by_a_link, time_passes)),
    "each line of what travels together, at home": Check(out.goes_as_it_was_put, (
        places, wants_one_a_day, wants_one_a_day, asks, sends, asks, sends, leaves, leaves, jobs_come)),
    "each line of a teacher's day": Check(out.goes_as_it_was_put, (
        teacher_wants_one_a_day, writes, writes, writes, sends, moves_room, moves_room, jobs_come)),
    "answers of their own rooms, in a table": Check(out.answers_of_every_room, (
        asks, sends, writes, writes, takes_answers_away, takes_answers_away)),
    "one home on its paper": Check(out.on_paper_for_all_homes, (asks, sends, parts, asks, sends, prints_who_saw_what)),
    "a number with nobody there": Check(out.comes_back_unheard, (asks, sends, comes_back, answers, asks, sends)),
    "who writes from a number that had nobody there": Check(out.whoever_writes_is_theirs, (
        asks, sends, comes_back, writes_from_there, answers, asks, sends)),
    "a number that was silent for a year": Check(out.silence_is_nothing, (is_silent_for_a_year, asks, answers, sends)),
    "a thread is handed to whoever teaches there": Check(out.handed_to_anybody, (hands_over, hands_over, sends)),
    "urgent words are the office's": Check(out.urgent_to_everybody, (calls_it_urgent, sends)),
    "a child's words wait for the guardian": Check(out.a_child_is_nobody, (asks, passes_the_phone, sends, passes_the_phone)),
}  # fmt: skip
