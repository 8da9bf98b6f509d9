-- those whom each rule finds among the viewer's cases, with how many each rule has found
WITH held AS MATERIALIZED (
    SELECT h.participation_id AS id, p.circle_id AS circle, p.person_id, p.starts_on, h.from_day, u.name AS unit, i.ends_on AS over,
           a.position_id AS post, t.id AS filled
    FROM casework_holding h
    JOIN casework_participation p ON p.id = h.participation_id
    JOIN initiatives_initiative i ON i.id = p.initiative_id
    JOIN parties_unit u ON u.id = h.unit_id
    LEFT JOIN casework_assignment a ON a.participation_id = h.participation_id AND a.unit_id = h.unit_id AND a.from_day <= %(day)s
        AND (a.until_day IS NULL OR a.until_day > %(day)s)
    LEFT JOIN parties_tenure t ON t.position_id = a.position_id AND t.from_day <= %(day)s AND (t.until_day IS NULL OR t.until_day > %(day)s)
    WHERE h.unit_id = ANY(%(units)s) AND h.controller_id = ANY(%(controllers)s)
      AND h.from_day <= %(day)s AND (h.until_day IS NULL OR h.until_day > %(day)s) AND (p.ends_on IS NULL OR p.ends_on > %(day)s)
      AND (a.position_id IS NULL OR a.position_id = ANY(%(posts)s))
      AND EXISTS (SELECT FROM safeguards_member m WHERE m.circle_id = p.circle_id AND m.unit_id = ANY(%(units)s)
                  AND m.position_id IS NULL AND m.from_day <= %(day)s AND (m.until_day IS NULL OR m.until_day > %(day)s))
), met AS MATERIALIZED (
    SELECT t.participation_id AS id, max(t.on_day) AS last FROM meetings_meeting t
    WHERE t.participation_id IN (SELECT id FROM held) AND t.state = 'held' GROUP BY 1
), reached AS MATERIALIZED (
    SELECT t.participation_id AS id, max(t.on_day) AS tried, max(t.on_day) FILTER (WHERE t.result = 'reached') AS last FROM notes_contact t
    WHERE t.participation_id IN (SELECT id FROM held) AND t.controller_id = ANY(%(controllers)s) GROUP BY 1
), beside AS MATERIALIZED (
    SELECT p.id, p.initiative_id FROM safeguards_member m JOIN casework_participation p ON p.circle_id = m.circle_id
    WHERE m.unit_id = ANY(%(units)s) AND m.giver_id = ANY(%(authorities)s) AND m.position_id IS NULL AND m.controller_id = ANY(%(controllers)s)
      AND m.from_day <= %(day)s AND (m.until_day IS NULL OR m.until_day > %(day)s) AND (p.ends_on IS NULL OR p.ends_on > %(day)s)
      AND NOT EXISTS (SELECT FROM casework_holding h WHERE h.participation_id = p.id AND h.unit_id = ANY(%(units)s)
                      AND h.from_day <= %(day)s AND (h.until_day IS NULL OR h.until_day > %(day)s))
), found AS (
    SELECT 10 AS place, 'nobody_has' AS code, from_day AS since, id, NULL::text AS told FROM held WHERE filled IS NULL
    UNION ALL SELECT 20, 'handover_waits', t.proposed_on, t.participation_id, t.outside_name FROM handover_handover t
    WHERE (t.participation_id IN (SELECT id FROM held) OR t.to_unit_id = ANY(%(units)s)) AND t.stand IN ('proposed', 'asked', 'accepted')
      AND t.proposed_on < %(day)s
      AND t.controller_id = ANY(%(controllers)s)
    UNION ALL SELECT 6, 'left_alone', held.from_day, held.id, NULL FROM held JOIN people_person s ON s.id = held.person_id
    WHERE s.protection <> '' AND NOT EXISTS (SELECT FROM safeguards_member m JOIN parties_tenure t ON t.position_id = m.position_id
                      AND t.from_day <= %(day)s AND (t.until_day IS NULL OR t.until_day > %(day)s) WHERE m.circle_id = held.circle)
    UNION ALL SELECT 21, 'link_unanswered', t.given_on, t.participation_id, t.outside_name FROM handover_handover t
    WHERE (t.participation_id IN (SELECT id FROM held) OR t.from_unit_id = ANY(%(units)s)) AND t.stand = 'proposed' AND t.link_id IS NOT NULL
      AND t.controller_id = ANY(%(controllers)s)
    UNION ALL SELECT 22, CASE WHEN t.state = 'accepted' THEN 'commission_late' ELSE 'commission_unanswered' END, t.due_on,
                     t.participation_id, t.what FROM commissions_commission t
    WHERE (t.participation_id IN (SELECT id FROM held) OR t.to_unit_id = ANY(%(units)s) OR t.from_unit_id = ANY(%(units)s))
      AND t.state IN ('given', 'asked', 'accepted') AND t.controller_id = ANY(%(controllers)s)
      AND CASE WHEN t.state = 'accepted' THEN t.due_on < %(day)s ELSE t.given_on + 7 < %(day)s END
    UNION ALL SELECT 25, 'promise_not_given', t.made_on, t.participation_id, t.what FROM meetings_promise t
    WHERE t.participation_id IN (SELECT id FROM held) AND t.state = 'open' AND t.owner_authority_id <> ALL(%(authorities)s) AND t.copy_of IS NULL
      AND NOT EXISTS (SELECT FROM meetings_promise f WHERE f.copy_of = t.id)
    UNION ALL SELECT 35, 'threshold_reached', t.from_day, t.participation_id, t.hours_a_week::text FROM circumstances_occupationperiod t
    WHERE t.participation_id IN (SELECT id FROM held UNION ALL SELECT id FROM beside) AND t.from_day <= %(day)s
      AND (t.until_day IS NULL OR t.until_day > %(day)s) AND t.hours_a_week >= 10
    UNION ALL SELECT 20, 'promise_late', t.due_on, t.participation_id, t.what FROM meetings_promise t
    WHERE t.participation_id IN (SELECT id FROM held) AND t.state IN ('open', 'moved') AND t.due_on < %(day)s
    UNION ALL SELECT 30, 'contact_lapsed', s.since, held.id, r.tried::text FROM held
    LEFT JOIN met ON met.id = held.id LEFT JOIN reached r ON r.id = held.id,
    LATERAL (SELECT greatest(held.starts_on, met.last, r.last) AS since) AS s WHERE %(day)s - s.since > 30
    UNION ALL SELECT 30, 'initiative_over', over, id, NULL FROM held WHERE over < %(day)s
    UNION ALL SELECT 30, 'no_next_step', coalesce(met.last, held.starts_on), held.id, NULL FROM held LEFT JOIN met ON met.id = held.id
    WHERE NOT EXISTS (SELECT FROM meetings_meeting t WHERE t.participation_id = held.id AND t.state = 'planned' AND t.on_day >= %(day)s)
      AND NOT EXISTS (SELECT FROM meetings_promise t WHERE t.participation_id = held.id AND t.state IN ('open', 'moved') AND t.due_on >= %(day)s)
    UNION ALL SELECT 38, 'pause_over', coalesce(t.expected_on, t.from_day + 30), t.participation_id, NULL FROM circumstances_pause t
    WHERE t.participation_id IN (SELECT id FROM held) AND t.until_day IS NULL AND coalesce(t.expected_on, t.from_day + 30) < %(day)s
    UNION ALL SELECT 40, 'meeting_unnoted', t.on_day, t.participation_id, NULL FROM meetings_meeting t
    WHERE t.participation_id IN (SELECT id FROM held) AND t.state = 'planned' AND t.on_day < %(day)s AND t.owner_authority_id = ANY(%(authorities)s)
    UNION ALL SELECT 45, 'step_overdue', t.due_on, t.participation_id, t.text FROM plans_step t
    WHERE t.participation_id IN (SELECT id FROM held) AND t.state = 'open' AND t.due_on < %(day)s
    UNION ALL SELECT 55, 'decision_ends', t.until_day - 56, t.participation_id, t.text FROM plans_decision t
    WHERE t.participation_id IN (SELECT id FROM held UNION ALL SELECT id FROM beside) AND t.until_day <= %(day)s::date + 56 AND t.ended_because = ''
      AND NOT EXISTS (SELECT FROM plans_decision f WHERE f.follows_id = t.id)
    UNION ALL SELECT 56, 'livelihood_ends', t.until_day - 56, t.participation_id, w.label_sv FROM circumstances_livelihoodperiod t
    JOIN vocabulary_livelihoodsource w ON w.code = t.source_id
    WHERE t.participation_id IN (SELECT id FROM held UNION ALL SELECT id FROM beside) AND t.until_day <= %(day)s::date + 56 AND t.nothing_next = ''
      AND NOT EXISTS (SELECT FROM circumstances_livelihoodperiod f WHERE f.participation_id = t.participation_id
                      AND f.owner_authority_id = t.owner_authority_id AND f.from_day > t.from_day
                      AND (f.until_day IS NULL OR f.until_day > t.until_day))
    UNION ALL SELECT 57, 'occupation_ends', t.until_day - 56, t.participation_id, w.label_sv FROM circumstances_occupationperiod t
    JOIN vocabulary_occupationkind w ON w.code = t.what_id AND w.has_extent
    WHERE t.participation_id IN (SELECT id FROM held UNION ALL SELECT id FROM beside) AND t.until_day <= %(day)s::date + 56 AND t.nothing_next = ''
      AND NOT EXISTS (SELECT FROM circumstances_occupationperiod f WHERE f.participation_id = t.participation_id
                      AND f.owner_authority_id = t.owner_authority_id AND f.from_day > t.from_day
                      AND (f.until_day IS NULL OR f.until_day > t.until_day))
    UNION ALL SELECT 60, 'consent_ends', min(t.until_day) - 30, held.id, NULL FROM held JOIN safeguards_consentpart t ON t.circle_id = held.circle
    WHERE t.accepted_on IS NOT NULL AND t.withdrawn_on IS NULL AND t.until_day <= %(day)s::date + 30 GROUP BY held.id
    UNION ALL SELECT 70, 'no_follow_up', t.due_on, t.participation_id, t.months::text FROM handover_followup t
    JOIN casework_participation p ON p.id = t.participation_id
    JOIN casework_holding l ON l.participation_id = t.participation_id AND l.until_day = p.ends_on + 1 AND l.unit_id = ANY(%(units)s)
    WHERE t.answer = 'due' AND t.due_on <= %(day)s AND t.controller_id = ANY(%(controllers)s)
    UNION ALL SELECT 75, 'alongside_ends', t.alongside_until - 14, t.participation_id, NULL FROM handover_handover t
    WHERE (t.participation_id IN (SELECT id FROM held) OR t.from_unit_id = ANY(%(units)s)) AND t.stand = 'done'
      AND t.alongside_until BETWEEN %(day)s::date AND %(day)s::date + 14 AND t.controller_id = ANY(%(controllers)s)
), waits AS (
    SELECT 15 AS place, 'referral_without_answer' AS code, r.received_on AS since, NULL::uuid AS id, r.state AS told, c.person_id AS whom
    FROM referrals_referral r JOIN safeguards_circle c ON c.id = r.circle_id
    WHERE r.intake_unit_id = ANY(%(units)s) AND r.controller_id = ANY(%(controllers)s) AND r.decided_on IS NULL
      AND CASE WHEN r.state IN ('received', 'queued') THEN r.received_on < %(day)s::date - 30
               ELSE r.state IN ('yes', 'no') AND r.state_on < %(day)s::date - 30 END
    UNION ALL SELECT 16, 'offer_without_answer', o.meets_on, NULL, o.what, c.person_id FROM referrals_offer o
    JOIN referrals_referral r ON r.id = o.referral_id JOIN safeguards_circle c ON c.id = r.circle_id
    WHERE r.intake_unit_id = ANY(%(units)s) AND r.controller_id = ANY(%(controllers)s) AND r.decided_on IS NULL
      AND o.answer = 'waiting' AND o.meets_on < %(day)s::date - 7
    UNION ALL SELECT 17, 'sent_without_answer', t.sent_on, NULL, t.state, c.person_id FROM referrals_sentreferral t
    JOIN safeguards_circle c ON c.id = t.circle_id
    WHERE t.unit_id = ANY(%(units)s) AND t.controller_id = ANY(%(controllers)s) AND t.held_until IS NULL
      AND t.state IN ('received', 'queued', 'invited', 'yes', 'no') AND t.state_on < %(day)s::date - 30
    UNION ALL SELECT 17, 'hold_without_answer', r.offered_over_on, NULL, NULL, c.person_id FROM referrals_referral r
    JOIN safeguards_circle c ON c.id = r.circle_id
    WHERE r.intake_unit_id = ANY(%(units)s) AND r.controller_id = ANY(%(controllers)s) AND r.decided_on IS NULL
      AND r.offered_over_on < %(day)s::date - 7
      AND NOT EXISTS (SELECT FROM referrals_queueholding h WHERE h.referral_id = r.id AND h.until_day IS NULL AND h.unit_id = r.intake_unit_id)
    UNION ALL SELECT 17, 'hold_without_answer', t.offered_over_on, NULL, NULL, c.person_id FROM referrals_sentreferral t
    JOIN safeguards_circle c ON c.id = t.circle_id
    WHERE t.unit_id = ANY(%(units)s) AND t.controller_id = ANY(%(controllers)s) AND t.held_until IS NULL
      AND t.state IN ('received', 'queued', 'invited', 'yes', 'no') AND t.offered_over_on < %(day)s::date - 7
    UNION ALL SELECT 18, 'queue_over', i.ends_on, NULL, NULL, c.person_id FROM referrals_referral r
    JOIN initiatives_initiative i ON i.id = r.initiative_id JOIN safeguards_circle c ON c.id = r.circle_id
    WHERE r.intake_unit_id = ANY(%(units)s) AND r.controller_id = ANY(%(controllers)s) AND r.decided_on IS NULL AND i.ends_on < %(day)s
    UNION ALL SELECT 17, l.code, l.since, NULL, NULL, e.person_id FROM outreach_entry e
    JOIN outreach_outreachlist x ON x.authority_id = e.outreach_id JOIN people_person s ON s.id = e.person_id,
    LATERAL (SELECT 'outreach_unreached' AS code, 7 * x.weeks + greatest(e.listed_on, (SELECT max(a.made_on) FROM outreach_attempt a
                 JOIN outreach_outreachword w ON w.id = a.result_id WHERE a.entry_id = e.id AND w.reaches)) AS since
             UNION ALL SELECT 'outreach_not_contacted', e.next_contact
             UNION ALL SELECT 'outreach_turned_twenty', (s.birth_date + interval '20 years')::date) AS l
    WHERE x.unit_id = ANY(%(units)s) AND e.controller_id = ANY(%(controllers)s) AND e.left_on IS NULL AND l.since < %(day)s
)
SELECT g.code, g.since, g.told, g.id, g.number, g.total, p.case_number, p.status, s.given_name, s.family_name, s.protection, s.alias,
       i.name AS initiative, b.name AS branch
FROM (SELECT *, ahead > 0 AND since + ahead >= %(day)s AS comes, since + ahead AS at,
             count(*) OVER (PARTITION BY code) AS number, count(*) OVER () AS total
      FROM (SELECT *, CASE code WHEN 'decision_ends' THEN 55 WHEN 'livelihood_ends' THEN 55 WHEN 'occupation_ends' THEN 55 WHEN 'consent_ends' THEN 29
                                WHEN 'alongside_ends' THEN 14 ELSE 0 END AS ahead
            FROM (SELECT found.*, o.person_id AS whom FROM found JOIN casework_participation o ON o.id = found.id
                  UNION ALL SELECT * FROM waits) AS a) AS f) AS g
LEFT JOIN casework_participation p ON p.id = g.id
JOIN people_person s ON s.id = g.whom
LEFT JOIN initiatives_initiative i ON i.id = p.initiative_id
LEFT JOIN initiatives_branch b ON b.id = p.branch_id
