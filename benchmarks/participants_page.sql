-- A page of a unit's list, as written by hand by somebody who knows the data: same rows, same order.
-- `direction` is from which end it is read.
SELECT p.id, s.given_name, s.family_name, s.birth_date, s.birth_year, p.status, p.starts_on, p.ends_on,
       p.case_number, i.name AS initiative, b.name AS branch, o.label AS outcome,
       (SELECT u.name FROM casework_holding h JOIN parties_unit u ON u.id = h.unit_id
        WHERE h.participation_id = p.id AND h.until_day IS NULL) AS holder_name,
       (SELECT f.name FROM casework_assignment a
        JOIN parties_tenure t ON t.position_id = a.position_id AND t.until_day IS NULL
        JOIN parties_staff f ON f.id = t.staff_id
        WHERE a.participation_id = p.id AND a.until_day IS NULL) AS worker_name
FROM people_person s
JOIN casework_participation p ON p.person_id = s.id
JOIN initiatives_initiative i ON i.id = p.initiative_id
JOIN initiatives_branch b ON b.id = p.branch_id
LEFT JOIN initiatives_outcomechoice o ON o.id = p.outcome_id
WHERE s.controller_id = %(controller)s
ORDER BY s.sort_name {direction}, p.id {direction}
LIMIT 50
