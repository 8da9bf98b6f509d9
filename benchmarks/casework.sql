-- What a caseworker's pages show, as written by hand by somebody who knows the data: a part for each page, and
-- in each the first statement gives a row for each line that the page is about. The wall stands; whether a row
-- may be seen is asked of the circle, once for each statement.
-- page: today
-- what the unit's cases lack: livelihood at the start or at the end, or somebody else who is involved
SELECT c.participation_id, c.since, c.what, p.case_number, s.given_name, s.family_name, s.protection, s.alias,
       i.name AS initiative, b.name AS branch, u.name AS holder
FROM (
    SELECT f.participation_id, f.unit_id, l.place, l.since, l.what
    FROM (
        SELECT h.participation_id, h.unit_id, p.starts_on, p.ends_on, i.ends_on AS over,
               EXISTS (SELECT FROM casework_livelihood v WHERE v.participation_id = p.id AND v.moment = 'start') AS at_start,
               EXISTS (SELECT FROM casework_livelihood v WHERE v.participation_id = p.id AND v.moment = 'end') AS at_end,
               EXISTS (SELECT FROM casework_involvement v WHERE v.participation_id = p.id) AS involved
        FROM casework_holding h
        JOIN casework_participation p ON p.id = h.participation_id
        JOIN initiatives_initiative i ON i.id = p.initiative_id
        WHERE h.unit_id = ANY(%(units)s) AND h.controller_id = ANY(%(controllers)s)
          AND (h.until_day IS NULL OR h.until_day > %(day)s::date - 90) AND h.until_day IS NOT DISTINCT FROM p.ends_on + 1
          AND EXISTS (SELECT FROM safeguards_member m WHERE m.circle_id = p.circle_id AND m.unit_id = ANY(%(units)s)
                      AND m.position_id IS NULL AND m.from_day <= %(day)s AND (m.until_day IS NULL OR m.until_day > %(day)s))
    ) AS f, LATERAL (VALUES
        (0, f.over, 'exit', f.ends_on IS NULL AND f.over < %(day)s::date),
        (1, f.starts_on, 'livelihood_at_start', NOT f.at_start AND f.starts_on + 14 <= %(day)s::date),
        (2, f.ends_on, 'livelihood_at_end', NOT f.at_end AND f.ends_on + 14 <= %(day)s::date),
        (3, f.starts_on, 'other_party', NOT f.involved AND f.ends_on IS NULL AND f.starts_on + 30 <= %(day)s::date)
    ) AS l (place, since, what, lacks)
    WHERE l.lacks
    ORDER BY l.place, l.since, f.participation_id
    LIMIT 20
) AS c
JOIN casework_participation p ON p.id = c.participation_id
JOIN people_person s ON s.id = p.person_id
JOIN initiatives_initiative i ON i.id = p.initiative_id
JOIN initiatives_branch b ON b.id = p.branch_id
JOIN parties_unit u ON u.id = c.unit_id
ORDER BY c.place, c.since, c.participation_id;
-- how many cases the unit holds, and what began or ended there in thirty days
SELECT h.participation_id, p.starts_on, p.ends_on, s.given_name, s.family_name, i.name, b.name, count(*) OVER ()
FROM casework_holding h
JOIN casework_participation p ON p.id = h.participation_id
JOIN people_person s ON s.id = p.person_id
JOIN initiatives_initiative i ON i.id = p.initiative_id
JOIN initiatives_branch b ON b.id = p.branch_id
WHERE h.unit_id = ANY(%(units)s) AND h.until_day IS NULL AND h.controller_id = ANY(%(controllers)s)
ORDER BY greatest(p.starts_on, p.ends_on) DESC LIMIT 6;
-- the meetings of the week
SELECT t.id, t.on_day, t.at, t.place, t.sort, t.participation_id, s.given_name, s.family_name, s.protection, s.alias
FROM casework_assignment a
JOIN meetings_meeting t ON t.participation_id = a.participation_id
JOIN casework_participation p ON p.id = t.participation_id
JOIN people_person s ON s.id = p.person_id
WHERE a.position_id = ANY(%(posts)s) AND a.unit_id = ANY(%(units)s) AND a.until_day IS NULL AND t.state = 'planned'
  AND t.on_day BETWEEN %(day)s::date AND %(day)s::date + 7 AND t.controller_id = ANY(%(controllers)s)
ORDER BY t.on_day, t.at, t.id LIMIT 9;
-- the promises that the post or its unit has to keep
SELECT t.id, t.what, t.due_on, t.participation_id, s.given_name, s.family_name, count(*) OVER ()
FROM meetings_promise t
JOIN casework_participation p ON p.id = t.participation_id
JOIN people_person s ON s.id = p.person_id
WHERE (t.position_id = ANY(%(posts)s) OR t.position_id IS NULL AND t.unit_id = ANY(%(units)s))
  AND t.owner = 'unit' AND t.state IN ('open', 'moved') AND t.controller_id = ANY(%(controllers)s)
ORDER BY t.position_id IS NULL, t.due_on, t.id LIMIT 8;
{between}
ORDER BY g.comes, min(g.at) OVER (PARTITION BY g.comes, g.id), g.id, g.at, g.place, g.code LIMIT 8;
-- what waits: handovers, referrals, answers, doubles, consents, copies that were asked for, invitations, notices
SELECT (SELECT count(*) FROM handover_handover t WHERE (t.to_unit_id = ANY(%(units)s) OR t.from_unit_id = ANY(%(units)s))
            AND t.stand IN ('proposed', 'asked', 'accepted') AND t.controller_id = ANY(%(controllers)s)),
       (SELECT count(*) FROM referrals_referral t WHERE t.intake_unit_id = ANY(%(units)s) AND t.decided_on IS NULL
            AND t.controller_id = ANY(%(controllers)s)),
       (SELECT count(*) FROM referrals_sentreferral t WHERE t.unit_id = ANY(%(units)s) AND t.controller_id = ANY(%(controllers)s)),
       (SELECT count(*) FROM casework_possibledouble t WHERE t.settled_on IS NULL AND t.controller_id = ANY(%(controllers)s)),
       (SELECT count(*) FROM safeguards_consentpart t WHERE t.accepted_on IS NULL AND t.withdrawn_on IS NULL
            AND t.until_day > %(day)s AND t.giver_id = ANY(%(authorities)s) AND t.controller_id = ANY(%(controllers)s)),
       (SELECT count(*) FROM safeguards_owndatarequest t WHERE t.authority_id = ANY(%(authorities)s)
            AND t.controller_id = ANY(%(controllers)s)),
       (SELECT count(*) FROM evaluation_invitation t WHERE t.owner_authority_id = ANY(%(authorities)s)
            AND t.controller_id = ANY(%(controllers)s)),
       (SELECT count(*) FROM notices_notice t WHERE t.user_id = %(user)s);
-- the initiatives that the viewer is engaged in
SELECT DISTINCT i.code, i.name, i.starts_on, i.ends_on FROM initiatives_engagement e
JOIN initiatives_initiative i ON i.id = e.initiative_id WHERE e.unit_id = ANY(%(units)s);
-- page: between
{between}
ORDER BY g.comes, min(g.at) OVER (PARTITION BY g.comes, g.id), g.id, g.at, g.place, g.code LIMIT 50;
SELECT count(*) FROM notices_notice t WHERE t.user_id = %(user)s;
-- page: case
SELECT p.*, s.*, i.name AS initiative, b.name AS branch, u.name AS holder, y.name AS authority, a.from_day, w.title, f.name,
       ARRAY(SELECT n.name FROM parties_party n WHERE n.id IN (SELECT y.party_id FROM initiatives_engagement e
             JOIN parties_unit u ON u.id = e.unit_id JOIN parties_authority y ON y.id = u.authority_id
             WHERE e.initiative_id = p.initiative_id)) AS parties
FROM casework_participation p
JOIN people_person s ON s.id = p.person_id
JOIN initiatives_initiative i ON i.id = p.initiative_id
JOIN initiatives_branch b ON b.id = p.branch_id
LEFT JOIN casework_holding h ON h.participation_id = p.id AND h.until_day IS NULL
LEFT JOIN parties_unit u ON u.id = h.unit_id
LEFT JOIN parties_authority y ON y.id = u.authority_id
LEFT JOIN casework_assignment a ON a.participation_id = p.id AND a.until_day IS NULL
LEFT JOIN parties_position w ON w.id = a.position_id
LEFT JOIN parties_tenure t ON t.position_id = w.id AND t.until_day IS NULL
LEFT JOIN parties_staff f ON f.id = t.staff_id
WHERE p.id = %(case)s AND p.controller_id = ANY(%(controllers)s)
  AND EXISTS (SELECT FROM safeguards_member m WHERE m.circle_id = p.circle_id AND m.unit_id = ANY(%(units)s)
              AND m.position_id IS NULL AND m.from_day <= %(day)s AND (m.until_day IS NULL OR m.until_day > %(day)s));
-- who held it, who was involved, what was lived on and done
SELECT 'held', t.from_day, t.until_day, u.name, y.name, k.colour::text FROM casework_holding t JOIN parties_unit u ON u.id = t.unit_id
JOIN parties_authority a ON a.id = u.authority_id JOIN parties_party y ON y.id = a.party_id JOIN parties_partykind k ON k.code = y.kind_id
WHERE t.participation_id = %(case)s
UNION ALL SELECT 'involved', t.from_day, t.until_day, u.name, y.name, k.colour::text FROM casework_involvement t
JOIN parties_party y ON y.id = t.party_id JOIN parties_partykind k ON k.code = y.kind_id LEFT JOIN parties_unit u ON u.id = t.unit_id
WHERE t.participation_id = %(case)s
UNION ALL SELECT 'lived', t.on_day, NULL, w.label_sv, t.moment, t.extent_percent::text FROM casework_livelihood t
JOIN vocabulary_livelihoodsource w ON w.code = t.source_id WHERE t.participation_id = %(case)s
UNION ALL SELECT 'did', t.on_day, NULL, w.label_sv, t.moment, t.hours_a_week::text FROM casework_occupation t
JOIN vocabulary_occupationkind w ON w.code = t.what_id WHERE t.participation_id = %(case)s
UNION ALL SELECT 'another', t.starts_on, t.ends_on, t.case_number, i.name, o.label FROM casework_participation t
JOIN initiatives_initiative i ON i.id = t.initiative_id LEFT JOIN initiatives_outcomechoice o ON o.id = t.outcome_id
WHERE t.person_id = %(person)s AND t.id <> %(case)s AND t.controller_id = ANY(%(controllers)s);
-- what happened, as marks in the lanes
SELECT 'contact', t.on_day, t.owner_authority_id, t.by, t.result, t.text
FROM (SELECT * FROM notes_contact WHERE participation_id = %(case)s ORDER BY on_day DESC, id DESC LIMIT 200) t
UNION ALL SELECT 'decision', t.from_day, t.owner_authority_id, t.about, t.text, NULL FROM plans_decision t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'meeting', t.on_day, t.owner_authority_id, t.sort, t.state, t.purpose FROM meetings_meeting t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'promise', t.due_on, t.owner_authority_id, t.what, t.state, t.owner FROM meetings_promise t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'follow_up', t.due_on, t.owner_authority_id, t.answer, NULL, NULL FROM handover_followup t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'handover', t.proposed_on, t.owner_authority_id, t.stand, NULL, NULL FROM handover_handover t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'consent', t.from_day, t.giver_id, a.name, t.until_day::text, NULL FROM safeguards_consentpart t
JOIN parties_authority a ON a.id = t.receiver_id WHERE t.circle_id = %(circle)s AND t.withdrawn_on IS NULL;
-- what was changed, by whom and why
SELECT * FROM (
SELECT 'person', e.pgh_id, e.pgh_created_at, c.metadata, row_to_json(e) FROM people_personevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.pgh_obj_id = %(person)s
UNION ALL SELECT 'participation', e.pgh_id, e.pgh_created_at, c.metadata, row_to_json(e) FROM casework_participationevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.pgh_obj_id = %(case)s
UNION ALL SELECT 'holding', e.pgh_id, e.pgh_created_at, c.metadata, row_to_json(e) FROM casework_holdingevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.participation_id = %(case)s
UNION ALL SELECT 'assignment', e.pgh_id, e.pgh_created_at, c.metadata, row_to_json(e) FROM casework_assignmentevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.participation_id = %(case)s
UNION ALL SELECT 'involvement', e.pgh_id, e.pgh_created_at, c.metadata, row_to_json(e) FROM casework_involvementevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.participation_id = %(case)s
UNION ALL SELECT 'livelihood', e.pgh_id, e.pgh_created_at, c.metadata, row_to_json(e) FROM casework_livelihoodevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.participation_id = %(case)s
UNION ALL SELECT 'occupation', e.pgh_id, e.pgh_created_at, c.metadata, row_to_json(e) FROM casework_occupationevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.participation_id = %(case)s
) AS changes ORDER BY pgh_created_at DESC LIMIT 50;
-- the cards: circumstances, handovers, copies that were asked for, invitations, doubles; links; notices
SELECT 'pause', t.from_day, t.until_day, t.reason FROM circumstances_pause t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'form', t.from_day, t.until_day, t.form FROM circumstances_formperiod t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'did', t.from_day, t.until_day, t.what_id FROM circumstances_occupationperiod t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'lived', t.from_day, t.until_day, t.source_id FROM circumstances_livelihoodperiod t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'asked', t.asked_on, t.due_on, t.asked_how FROM safeguards_owndatarequest t WHERE t.circle_id = %(circle)s
UNION ALL SELECT 'invited', NULL, NULL, t.state FROM evaluation_invitation t WHERE t.participation_id = %(case)s
UNION ALL SELECT 'double', t.told_on, t.settled_on, t.same FROM casework_possibledouble t WHERE t.circle_id = %(circle)s
UNION ALL SELECT 'link', t.linked_at::date, NULL, t.second_id::text FROM people_personlink t
WHERE %(person)s IN (t.first_id, t.second_id) AND t.controller_id = ANY(%(controllers)s)
UNION ALL SELECT 'notices', NULL, NULL, count(*)::text FROM notices_notice t WHERE t.user_id = %(user)s;
-- page: timeline
SELECT e.day, e.mark, e.told, a.name FROM (
SELECT t.from_day AS day, 'baton' AS mark, t.owner_authority_id AS owner, t.kind, u.name AS told FROM casework_holding t
JOIN parties_unit u ON u.id = t.unit_id WHERE t.participation_id = %(case)s
UNION ALL SELECT d.day, 'baton', t.owner_authority_id, t.kind, y.name FROM casework_involvement t JOIN parties_party y ON y.id = t.party_id,
LATERAL (VALUES (t.from_day), (t.until_day - 1)) AS d (day) WHERE t.participation_id = %(case)s AND d.day IS NOT NULL
UNION ALL SELECT t.on_day, 'life', t.owner_authority_id, t.kind, w.label_sv FROM casework_livelihood t
JOIN vocabulary_livelihoodsource w ON w.code = t.source_id WHERE t.participation_id = %(case)s
UNION ALL SELECT t.on_day, 'life', t.owner_authority_id, t.kind, w.label_sv FROM casework_occupation t
JOIN vocabulary_occupationkind w ON w.code = t.what_id WHERE t.participation_id = %(case)s
UNION ALL (SELECT t.on_day, 'contact', t.owner_authority_id, t.kind, t.by || t.result || t.text FROM notes_contact t
WHERE t.participation_id = %(case)s ORDER BY t.on_day DESC, t.id DESC LIMIT 200)
UNION ALL (SELECT t.on_day, 'note', t.owner_authority_id, t.kind, left(t.text, 120) FROM notes_note t
WHERE t.participation_id = %(case)s ORDER BY t.on_day DESC, t.id DESC LIMIT 200)
UNION ALL SELECT t.from_day, 'decision', t.owner_authority_id, t.kind, t.text FROM plans_decision t WHERE t.participation_id = %(case)s
UNION ALL SELECT t.settled_on, 'step', t.owner_authority_id, t.kind, t.text FROM plans_step t
WHERE t.participation_id = %(case)s AND t.state = 'done'
UNION ALL SELECT t.written_on, 'plan', t.owner_authority_id, t.kind, NULL FROM plans_assessment t WHERE t.participation_id = %(case)s
UNION ALL SELECT t.written_on, 'plan', t.owner_authority_id, t.kind, t.text FROM plans_goal t WHERE t.participation_id = %(case)s
UNION ALL SELECT t.on_day, 'meeting', t.owner_authority_id, t.kind, t.purpose FROM meetings_meeting t WHERE t.participation_id = %(case)s
UNION ALL SELECT t.due_on, 'promise', t.owner_authority_id, t.kind, t.what FROM meetings_promise t WHERE t.participation_id = %(case)s
UNION ALL SELECT d.day, 'circumstance', t.owner_authority_id, t.kind, w.label_sv FROM circumstances_livelihoodperiod t
JOIN vocabulary_livelihoodsource w ON w.code = t.source_id, LATERAL (VALUES (t.from_day), (t.until_day - 1)) AS d (day)
WHERE t.participation_id = %(case)s AND d.day IS NOT NULL
UNION ALL SELECT t.from_day, 'circumstance', t.owner_authority_id, t.kind, w.label_sv FROM circumstances_occupationperiod t
JOIN vocabulary_occupationkind w ON w.code = t.what_id WHERE t.participation_id = %(case)s
UNION ALL SELECT t.from_day, 'pause', t.owner_authority_id, t.kind, t.reason FROM circumstances_pause t WHERE t.participation_id = %(case)s
UNION ALL SELECT t.from_day, 'form', t.owner_authority_id, t.kind, t.form FROM circumstances_formperiod t WHERE t.participation_id = %(case)s
UNION ALL SELECT t.due_on, 'follow_up', t.owner_authority_id, t.kind, t.answer FROM handover_followup t WHERE t.participation_id = %(case)s
UNION ALL SELECT t.proposed_on, 'handover', t.owner_authority_id, t.kind, t.stand FROM handover_handover t WHERE t.participation_id = %(case)s
UNION ALL SELECT t.from_day, 'consent', t.giver_id, 'participation', a.name FROM safeguards_consentpart t
JOIN parties_authority a ON a.id = t.receiver_id WHERE t.circle_id = %(circle)s
UNION ALL SELECT t.released_at::date, 'release', t.owner_authority_id, t.kind, t.kind FROM safeguards_release t WHERE t.circle_id = %(circle)s
) AS e JOIN parties_authority a ON a.id = e.owner
WHERE EXISTS (SELECT FROM safeguards_member m WHERE m.circle_id = %(circle)s AND m.unit_id = ANY(%(units)s) AND m.giver_id = e.owner
              AND (m.kinds = '[]' OR m.kinds @> to_jsonb(e.kind)) AND m.position_id IS NULL AND m.from_day <= %(day)s
              AND (m.until_day IS NULL OR m.until_day > %(day)s))
ORDER BY e.day DESC, e.mark;
SELECT p.case_number, s.given_name, s.family_name, i.name, b.name FROM casework_participation p
JOIN people_person s ON s.id = p.person_id JOIN initiatives_initiative i ON i.id = p.initiative_id
JOIN initiatives_branch b ON b.id = p.branch_id WHERE p.id = %(case)s;
SELECT count(*) FROM notices_notice t WHERE t.user_id = %(user)s;
