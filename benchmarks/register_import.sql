CREATE TEMPORARY TABLE staged (
    case_number text, given_name text, family_name text, sex text, born date, branch text,
    starts_on date, ends_on date, outcome text, next_step text, referring text, involved text,
    person uuid DEFAULT gen_random_uuid(), circle uuid DEFAULT gen_random_uuid(),
    participation uuid DEFAULT gen_random_uuid()
) ON COMMIT DROP;
-- the file is copied in here
ANALYZE staged;
INSERT INTO people_person (id, controller_id, identity_kind, identity_number, identity_issuer,
    register_key, given_name, family_name, sex, birth_date, birth_year, language, needs_interpreter,
    guardian, support_person, protection, alias)
SELECT s.person, b.controller_id, 'none', '', '', s.case_number, s.given_name, s.family_name,
    CASE s.sex WHEN 'kvinna' THEN 'woman' ELSE 'man' END, s.born, extract(year FROM s.born), '', false,
    '', '', '', ''
FROM staged s JOIN initiatives_branch b ON b.name = s.branch AND b.initiative_id = %(initiative)s;
INSERT INTO safeguards_circle (id, controller_id, person_id, named_only)
SELECT s.circle, b.controller_id, s.person, false
FROM staged s JOIN initiatives_branch b ON b.name = s.branch AND b.initiative_id = %(initiative)s;
INSERT INTO safeguards_member (circle_id, controller_id, unit_id, giver_id, basis, kinds, from_day)
SELECT s.circle, b.controller_id, t.unit_id, g.giver, g.basis, '[]', s.starts_on
FROM staged s JOIN initiatives_branch b ON b.name = s.branch AND b.initiative_id = %(initiative)s
JOIN team t ON t.branch_id = b.id JOIN parties_unit u ON u.id = t.unit_id
CROSS JOIN LATERAL (SELECT u.authority_id, 'role' UNION ALL SELECT b.controller_id, 'keeping'
    WHERE EXISTS (SELECT FROM safeguards_provision v WHERE v.opens = 'keeping'
        AND v.giver_id = b.controller_id AND v.receiver_id = u.authority_id)) AS g (giver, basis);
INSERT INTO casework_participation (id, circle_id, controller_id, owner_authority_id, kind,
    initiative_id, branch_id, person_id, case_number, starts_on, ends_on, status, outcome_id,
    next_step_id, next_outside, end_reason, referring_party_id, referring_caseworker)
SELECT s.participation, s.circle, b.controller_id, b.controller_id, 'participation', b.initiative_id,
    b.id, s.person, s.case_number, s.starts_on, s.ends_on,
    CASE WHEN s.ends_on IS NULL THEN 'remaining' ELSE 'ended' END, o.id, n.code, '', '', p.id, ''
FROM staged s JOIN initiatives_branch b ON b.name = s.branch AND b.initiative_id = %(initiative)s
LEFT JOIN initiatives_outcomechoice o ON o.label = s.outcome AND o.initiative_id = b.initiative_id
LEFT JOIN vocabulary_nextstep n ON n.label_sv = s.next_step
LEFT JOIN parties_party p ON p.name = s.referring;
INSERT INTO casework_holding (controller_id, owner_authority_id, kind, participation_id, unit_id,
    from_day, until_day)
SELECT b.controller_id, b.controller_id, 'holding', s.participation, b.holder_id, s.starts_on,
    s.ends_on + 1
FROM staged s JOIN initiatives_branch b ON b.name = s.branch AND b.initiative_id = %(initiative)s;
INSERT INTO casework_involvement (controller_id, owner_authority_id, kind, participation_id, party_id,
    from_day, until_day)
SELECT b.controller_id, a.id, 'involvement', s.participation, p.id, s.starts_on, s.ends_on + 1
FROM staged s JOIN initiatives_branch b ON b.name = s.branch AND b.initiative_id = %(initiative)s
CROSS JOIN LATERAL regexp_split_to_table(s.involved, ', ') AS named
JOIN parties_party p ON p.name = named
JOIN parties_authority a ON a.party_id = p.id
