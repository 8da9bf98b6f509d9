-- What caseworkers' pages are measured on, laid on the population: straight into the tables as superuser, rules
-- switched off. Afterwards benchmarks/heart.py checks every law on what came of it.
-- `homes` are the units that have the cases, so many people in each in turn (`block`); the first has the measured ones.
SET session_replication_role = replica;
SET work_mem = '256MB';
SET maintenance_work_mem = '256MB';
CREATE TEMPORARY TABLE placed AS
SELECT p.id AS participation, p.circle_id AS circle, p.person_id AS person, p.starts_on AS first_day,
       p.ends_on AS last_day, n, (%(homes)s::bigint[])[1 + (n - 1) / %(block)s] AS home,
       CASE WHEN p.ends_on IS NULL THEN 20 ELSE 7 END AS notes,
       CASE WHEN p.ends_on IS NULL THEN 14 ELSE 5 END AS contacts
FROM casework_participation p, LATERAL (SELECT substr(p.case_number, 2)::int AS n) AS number
WHERE p.controller_id = %(controller)s;
ANALYZE placed;
UPDATE safeguards_member m SET unit_id = p.home FROM placed p
WHERE m.circle_id = p.circle AND m.unit_id = %(first)s AND p.home <> %(first)s;
UPDATE casework_listing l SET unit_id = p.home FROM placed p
WHERE l.participation_id = p.participation AND l.unit_id = %(first)s AND p.home <> %(first)s;
UPDATE casework_holding h SET unit_id = p.home FROM placed p
WHERE h.participation_id = p.participation AND h.unit_id = %(first)s AND p.home <> %(first)s;
-- every fifth person was there once before: a participation of its own, ended before this one began
CREATE TEMPORARY TABLE earlier AS
SELECT n, gen_random_uuid() AS circle, gen_random_uuid() AS participation, person, home,
       first_day - 400 - n %% 200 AS first_day, first_day - 60 - n %% 100 AS last_day
FROM placed WHERE n %% 5 = 0;
INSERT INTO safeguards_circle (id, controller_id, person_id, named_only)
SELECT circle, %(controller)s, person, false FROM earlier;
INSERT INTO safeguards_member (circle_id, controller_id, unit_id, giver_id, basis, kinds, from_day)
SELECT circle, %(controller)s, unit, %(controller)s, 'role', '[]', first_day
FROM earlier, unnest(array_append(%(others)s::bigint[], home)) AS unit;
INSERT INTO casework_participation (id, circle_id, controller_id, owner_authority_id, kind, person_id,
    initiative_id, branch_id, case_number, starts_on, ends_on, status, outcome_id, next_step_id, next_outside,
    end_reason, referring_caseworker)
SELECT participation, circle, %(controller)s, %(controller)s, 'participation', person, %(initiative)s, %(branch)s,
    'T' || n, first_day, last_day, 'ended', (%(outcomes)s::bigint[])[1 + n %% cardinality(%(outcomes)s::bigint[])],
    'none_needed', '', '', ''
FROM earlier;
INSERT INTO casework_holding (controller_id, owner_authority_id, kind, participation_id, unit_id, from_day, until_day)
SELECT %(controller)s, %(controller)s, 'holding', participation, home, first_day, last_day + 1 FROM earlier;
INSERT INTO casework_involvement (controller_id, owner_authority_id, kind, participation_id, party_id, from_day, until_day)
SELECT %(controller)s, %(controller)s, 'involvement', participation, %(party)s, first_day, last_day + 1 FROM earlier;
INSERT INTO casework_listing (controller_id, participation_id, circle_id, unit_id, sort_name)
SELECT %(controller)s, participation, circle, unit, p.sort_name
FROM earlier JOIN people_person p ON p.id = earlier.person, unnest(array_append(%(others)s::bigint[], home)) AS unit;
INSERT INTO placed
SELECT participation, circle, person, first_day, last_day, n, home, 8, 5 FROM earlier;
-- each post of a unit has its share of the open cases, in turn; what is left over has nobody
INSERT INTO casework_assignment (controller_id, owner_authority_id, kind, participation_id, unit_id, position_id, from_day)
SELECT %(controller)s, %(controller)s, 'holding', participation, home,
       (%(posts)s::bigint[])[1 + ((n - 1) / %(block)s) * %(many)s + place / %(each)s],
       greatest(first_day, %(posts_from)s::date)
FROM (SELECT *, row_number() OVER (PARTITION BY home ORDER BY n) - 1 AS place
      FROM placed WHERE last_day IS NULL) AS held
WHERE place < %(many)s * %(each)s;
-- what nine of ten lived on before
INSERT INTO casework_livelihood (controller_id, owner_authority_id, kind, participation_id, moment, on_day, source_id)
SELECT %(controller)s, %(controller)s, 'livelihood', participation, 'start', first_day, %(source)s
FROM placed WHERE last_day IS NULL AND n %% 40 > 0;
-- notes and contacts in order of day, as they were written, so that those of one case lie scattered; every
-- open case has a contact in the last sixty days, and the first one a long history
UPDATE placed SET notes = 400, contacts = 300 WHERE n = (SELECT min(n) FROM placed WHERE last_day IS NULL) AND last_day IS NULL;
INSERT INTO notes_note (id, controller_id, owner_authority_id, kind, participation_id, unit_id, on_day, written_by,
    written_at, text, retracted_by)
SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(row_number() OVER (ORDER BY on_day)), 12, '0'))::uuid,
    %(controller)s, %(controller)s, CASE WHEN n %% 8 = 0 THEN 'health' ELSE 'note' END, participation, home, on_day,
    'Karin Ek', on_day + TIME '15:00',
    (ARRAY['Vill börja med förmiddagar. Vi ringer arbetsplatsen tillsammans på torsdag och frågar om praktik.',
           'Har sökt två kurser på komvux och väntar på besked. Behöver hjälp med ansökan om studiemedel.',
           'Sover bättre. Läkaren vill ses igen innan arbetsträningen utökas till fyra dagar i veckan.',
           'Glad efter studiebesöket på växthuset, vill prova en vecka. Bussen dit går varje timme.'])[1 + n %% 4], ''
FROM (SELECT participation, home, placed.n + k AS n,
          first_day + floor(random() * (1 + coalesce(last_day, CURRENT_DATE - 1) - first_day))::int AS on_day
      FROM placed, generate_series(1, notes) AS k) AS told;
INSERT INTO notes_contact (id, controller_id, owner_authority_id, kind, participation_id, unit_id, on_day, written_by,
    written_at, by, result, text, retracted_by)
SELECT ('01900000-0000-7000-9000-' || lpad(to_hex(row_number() OVER (ORDER BY on_day)), 12, '0'))::uuid,
    %(controller)s, %(controller)s, 'note', participation, home, on_day, 'Karin Ek', on_day + TIME '10:00',
    (ARRAY['phone', 'message', 'here', 'visit'])[1 + n %% 4],
    (ARRAY['reached', 'no_answer', 'message_left'])[1 + n %% 3],
    (ARRAY['Bekräftade mötet.', 'Röstbrevlåda, lämnade inget.', 'Ny tid föreslagen.', ''])[1 + n %% 4], ''
FROM (SELECT participation, home, placed.n + k AS n,
          CASE WHEN k = 1 AND last_day IS NULL THEN CURRENT_DATE - 1 - placed.n %% 60
               ELSE first_day + floor(random() * (1 + coalesce(last_day, CURRENT_DATE - 1) - first_day))::int END AS on_day
      FROM placed, generate_series(1, contacts) AS k) AS told;
SET session_replication_role = DEFAULT;
DROP TABLE placed, earlier;
