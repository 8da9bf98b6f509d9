-- Outcomes by branch and sex, as written by hand: same figures, without totals or words.
SELECT p.outcome_id, p.branch_id, s.sex, count(*)
FROM casework_participation p JOIN people_person s ON s.id = p.person_id
WHERE p.initiative_id = %(initiative)s AND p.controller_id = ANY(%(controllers)s)
  AND p.starts_on <= %(day)s AND p.ends_on <= %(day)s
GROUP BY 1, 2, 3
