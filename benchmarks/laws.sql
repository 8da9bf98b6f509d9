-- Rows that break a law; every query must give none. Run on the made population before anything is measured.
-- law 1: a holder every day from start to exit
SELECT 'nobody', p.id FROM casework_participation p
LEFT JOIN (SELECT participation_id, min(from_day) AS first, max(coalesce(until_day, 'infinity')) AS last
           FROM casework_holding GROUP BY 1) h ON h.participation_id = p.id
WHERE h.first IS DISTINCT FROM p.starts_on OR h.last IS DISTINCT FROM coalesce(p.ends_on + 1, 'infinity')
LIMIT 5;
-- law 1: an exit names outcome and what is next
SELECT 'exit', id FROM casework_participation
WHERE status = 'ended' AND (outcome_id IS NULL OR next_step_id IS NULL OR ends_on IS NULL) LIMIT 5;
-- law 2: every case has a circle of its own with somebody in it
SELECT 'circle', p.id FROM casework_participation p
WHERE NOT EXISTS (SELECT FROM safeguards_member m WHERE m.circle_id = p.circle_id) LIMIT 5;
-- law 3: a row and its parent answer to the same controller
SELECT 'controller', p.id FROM casework_participation p JOIN people_person s ON s.id = p.person_id
WHERE s.controller_id <> p.controller_id LIMIT 5;
-- the list has a row for each case and unit in its circle
SELECT 'listing', m.circle_id FROM safeguards_member m JOIN casework_participation p ON p.circle_id = m.circle_id
LEFT JOIN casework_listing l ON l.participation_id = p.id AND l.unit_id = m.unit_id
WHERE m.giver_id = m.controller_id AND l.id IS NULL LIMIT 5;
