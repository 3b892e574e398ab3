-- A school of any size on SQLite or PostgreSQL, all its ids known beforehand. town.py fills in what a dollar begins.

-- The first families have three adults with a phone each, all the others one; even ones are on Telegram.
CREATE TEMPORARY TABLE adult AS
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $adults),
    at_home AS (SELECT i, CASE WHEN i <= 3 * $threes THEN (i - 1) / 3 + 1 ELSE i - 2 * $threes END AS family FROM n)
SELECT i AS id, family,
    CASE WHEN family % 2 = 0 THEN $telegram ELSE $sms END AS sender,
    CASE WHEN family % 2 = 0 THEN 'telegram' ELSE 'sms' END AS channel,
    CASE WHEN family % 2 = 0 THEN CAST(700000000 + i AS TEXT) ELSE '+642' || CAST(10000000 + i AS TEXT) END AS address
FROM at_home;

-- Every tenth family has a second child; those come after all the first ones.
CREATE TEMPORARY TABLE pupil AS
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $families + $families / 10)
SELECT i AS id, CASE WHEN i <= $families THEN i ELSE (i - $families) * 10 END AS family FROM n;

-- Whose words belong where: an adult, and each child of their family.
CREATE TEMPORARY TABLE belonging AS
SELECT id AS adult, family AS pupil FROM adult
UNION ALL SELECT id, $families + family / 10 FROM adult WHERE family % 10 = 0;

CREATE TEMPORARY TABLE place AS
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $rooms) SELECT i AS id FROM n;

INSERT INTO person (id, school_id, name, folded, language, language_chosen, weekly, created_at)
SELECT id, $school, 'Adult ' || id, 'adult ' || id,
    CASE id % 4 WHEN 0 THEN 'mi' WHEN 1 THEN 'sm' WHEN 2 THEN 'hi' ELSE 'en' END, false, 3, '$moved_in' FROM adult;

INSERT INTO person (id, school_id, name, folded, language, language_chosen, weekly, created_at)
SELECT $adults + id, $school, 'Teacher ' || id, 'teacher ' || id, 'en', false, 3, '$moved_in' FROM place;

INSERT INTO contact (id, school_id, sender_id, channel, address, state, zone, notice_at, created_at)
SELECT id, $school, sender, channel, address, 'active', '$zone', '$moved_in', '$moved_in' FROM adult;

INSERT INTO contact_person (school_id, contact_id, person_id) SELECT $school, id, id FROM adult;

INSERT INTO child (id, school_id, name, folded, created_at)
SELECT id, $school, 'Child ' || id, 'child ' || id, '$moved_in' FROM pupil;

INSERT INTO household (id, school_id, child_id, label) SELECT id, $school, id, 'home' FROM pupil;

INSERT INTO thread (id, school_id, child_id, household_id) SELECT id, $school, id, id FROM pupil;

INSERT INTO membership (school_id, household_id, person_id, relation, guardian, scope, from_roll, since)
SELECT $school, pupil, adult, 'mother', true, 'everything', true, '$moved_in' FROM belonging;

INSERT INTO room (id, school_id, name, folded) SELECT id, $school, 'Room ' || id, 'room ' || id FROM place;

INSERT INTO enrolment (school_id, child_id, room_id, since)
SELECT $school, id, (family / $in_a_room) % $rooms + 1, '$moved_in' FROM pupil;

INSERT INTO staffing (school_id, person_id, room_id, role, since)
SELECT $school, $adults + id, id, 'teacher', '$moved_in' FROM place;

-- Where there are three at home, each has been told that the others hear their answers.
INSERT INTO consent (school_id, contact_id, what, about, at)
SELECT $school, id, 'told who hears',
    '{"' || family || '":{"' || (3 * family - 2) || '":"everything","' || (3 * family - 1) || '":"everything","'
    || (3 * family) || '":"everything"}}', '$moved_in'
FROM adult WHERE id <= 3 * $threes;

INSERT INTO content (id, school_id, language) VALUES (1, $school, 'en');

INSERT INTO wording (school_id, content_id, language, words, made_by)
VALUES ($school, 1, 'en', 'What did you read together this week?', 'person');

INSERT INTO prompt (id, school_id, content_id, author_id, kind, state, due_at, fanned_at, created_at)
VALUES (1, $school, 1, $adults + 1, 'prompt', 'sent', '$asked', '$asked', '$asked');

INSERT INTO prompt_room (school_id, prompt_id, room_id) SELECT $school, 1, id FROM place;

INSERT INTO delivery (id, school_id, sender_id, channel, address, contact_id, person_id, prompt_id, content_id, gate,
    turn, reach, parts, due_at, state, tries, again, remind, words, words_in, external_id, sent_at, created_at)
SELECT id, $school, sender, channel, address, id, id, 1, 1, 'lane',
    3, 'prompts', '$frame', '$asked', 'sent', 1, false, true,
    'Ms Tane, Harakeke School: What did you read together this week?', 'en', 'sent ' || id, '$asked', '$asked'
FROM adult;

INSERT INTO delivery_child (school_id, delivery_id, child_id, household_id)
SELECT $school, adult, pupil, pupil FROM belonging;

INSERT INTO attempt (school_id, delivery_id, contact_id, sender_id, token, state, outcome, claimed_at, called_at,
    absences, settled_at)
SELECT $school, id, id, sender, 'sent ' || id, 'settled', 'sent', '$asked', '$asked', 0, '$asked' FROM adult;
