-- A million people and what hangs on them, straight into the tables as superuser, rules switched off.
-- Afterwards benchmarks/population.py checks every law on what came of it.
SET session_replication_role = replica;
SET work_mem = '256MB';
CREATE TEMPORARY TABLE made AS
SELECT n, gen_random_uuid() AS person, gen_random_uuid() AS circle, gen_random_uuid() AS participation,
       CASE WHEN n %% 2 = 0 THEN 'woman' ELSE 'man' END AS sex,
       (ARRAY['Anna','Bo','Cecilia','Dawit','Emine','Fatima','Göran','Åsa','Örjan','Ida'])[1 + n %% 10] AS given,
       'Ek' || chr(97 + n %% 26) || chr(97 + (n / 26) %% 26) || chr(97 + (n / 676) %% 26) || 'lund' AS family,
       DATE '2020-01-01' + (n %% 1400)::int AS first_day,
       CASE WHEN n %% 4 > 0 THEN DATE '2020-01-01' + (n %% 1400)::int + 60 + (n %% 300)::int END AS last_day
FROM generate_series(1, %(size)s) AS n;
INSERT INTO people_person (id, controller_id, identity_kind, identity_number, identity_issuer, register_key,
    given_name, family_name, sex, birth_year, language, needs_interpreter, guardian, support_person, protection, alias)
SELECT person, %(controller)s, 'none', '', '', 'R' || n, given, family, sex, 1975 + n %% 30, '', false, '', '', '', ''
FROM made;
INSERT INTO safeguards_circle (id, controller_id, person_id, named_only)
SELECT circle, %(controller)s, person, false FROM made;
INSERT INTO safeguards_member (circle_id, controller_id, unit_id, giver_id, basis, kinds, from_day)
SELECT circle, %(controller)s, unit, %(controller)s, 'role', '[]', first_day FROM made, unnest(%(units)s::bigint[]) AS unit;
INSERT INTO casework_participation (id, circle_id, controller_id, owner_authority_id, kind, person_id,
    initiative_id, branch_id, case_number, starts_on, ends_on, status, outcome_id, next_step_id, next_outside, end_reason,
    referring_caseworker)
SELECT participation, circle, %(controller)s, %(controller)s, 'participation', person, %(initiative)s, %(branch)s,
    'R' || n, first_day, last_day, CASE WHEN last_day IS NULL THEN 'remaining' ELSE 'ended' END,
    CASE WHEN last_day IS NOT NULL THEN (%(outcomes)s::bigint[])[1 + n %% cardinality(%(outcomes)s::bigint[])] END,
    CASE WHEN last_day IS NOT NULL THEN 'none_needed' END, '', '', ''
FROM made;
INSERT INTO casework_holding (controller_id, owner_authority_id, kind, participation_id, unit_id, from_day, until_day)
SELECT %(controller)s, %(controller)s, 'holding', participation, %(holder)s, first_day, last_day + 1 FROM made;
INSERT INTO casework_involvement (controller_id, owner_authority_id, kind, participation_id, party_id, from_day, until_day)
SELECT %(controller)s, %(controller)s, 'involvement', participation, %(party)s, first_day, last_day + 1 FROM made;
INSERT INTO casework_listing (controller_id, participation_id, circle_id, unit_id, sort_name)
SELECT %(controller)s, participation, circle, unit, p.sort_name
FROM made JOIN people_person p ON p.id = made.person, unnest(%(units)s::bigint[]) AS unit;
-- every twentieth has said yes to the controller giving one other authority what is common, until next year
CREATE TEMPORARY TABLE agreed AS
SELECT made.*, gen_random_uuid() AS consent FROM made WHERE n %% 20 = 0 AND %(receiver)s::bigint IS NOT NULL;
INSERT INTO safeguards_consent (id, controller_id, circle_id, purpose, manner, given_by, guardian, support_person,
    language, interpreter, text, digest, from_day, until_day, review_on, noted_at, noted_by, noted_at_unit_id)
SELECT consent, %(controller)s, circle, 'Att planera tillsammans', 'oral', 'person', '', '', 'svenska', '', 'Ja.',
    '', CURRENT_DATE - 30, CURRENT_DATE + 365, CURRENT_DATE + 90, now(), 'Karin Ek', %(holder)s FROM agreed;
INSERT INTO safeguards_consentpart (consent_id, controller_id, circle_id, giver_id, receiver_id, information,
    from_day, until_day, accepted_on, accepted_by, withdrawn_by, withdrawn_how)
SELECT consent, %(controller)s, circle, %(controller)s, %(receiver)s, 'course', CURRENT_DATE - 30, CURRENT_DATE + 365,
    CURRENT_DATE - 30, 'Karin Ek', '', '' FROM agreed;
INSERT INTO safeguards_member (circle_id, controller_id, unit_id, giver_id, basis, kinds, from_day, until_day)
SELECT circle, %(controller)s, %(receiving)s, %(controller)s, 'consent', '["holding", "participation"]',
    CURRENT_DATE - 30, CURRENT_DATE + 365 FROM agreed;
INSERT INTO casework_listing (controller_id, participation_id, circle_id, unit_id, sort_name)
SELECT %(controller)s, participation, circle, %(receiving)s, p.sort_name
FROM agreed JOIN people_person p ON p.id = agreed.person;
SET session_replication_role = DEFAULT;
DROP TABLE made, agreed;
