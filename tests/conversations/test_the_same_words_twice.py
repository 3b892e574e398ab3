"""A teacher says the same twice to one phone, and the end of the second call is never seen."""

from datetime import timedelta

from sqlalchemy import select

from bot.simulated import Fault
from bot.store.tables import delivery
from tests.conversations.at_school import IN_ENGLISH, count
from tests.conversations.conftest import HEMI
from tests.ground.school import School


def test_the_second_is_not_taken_for_the_first(open_school) -> None:
    """Holds `others` in store/doubts.py: Twilio never took the second, its list shows the first, and the family would
    have one of two that count as sent. (Where it was taken, "several fit" would hold the phone's queue for six hours:
    tests/channels/test_sms_asking.py.)"""
    school: School = open_school(roll_csv=IN_ENGLISH)
    teacher, hemi = school.teacher(), school.sms(HEMI).forgets()
    hemi.says("We read about eels")
    teacher.hears("eels")
    teacher.replies_to("eels", "Ka pai")
    school.fault("sms", Fault("error500_before"))
    teacher.replies_to("eels", "Ka pai")
    for _ in range(4):
        school.passes(seconds=70)
        school.do(school.house.dispatcher.reconcile())
    school.do(school.settle())
    assert count(hemi, "Ka pai") == 2
    ours = select(delivery).where(delivery.c.words.contains("Ka pai"), delivery.c.channel == "sms")
    kept = school.act(lambda desk: desk.db.execute(ours.order_by(delivery.c.id)).all())
    assert [it.state for it in kept] == ["sent", "sent"]
    assert len({it.external_id for it in kept}) == 2
    assert kept[1].sent_at - kept[0].sent_at < timedelta(minutes=5)
