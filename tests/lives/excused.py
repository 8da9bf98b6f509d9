"""The actions that no life plays (`acts_*.py`), by why: a new action gets an act, or stands here."""

from __future__ import annotations

EXCUSED: dict[str, str] = {
    "accounts and keys open nothing about a person; tests/accounts tries each": """
        accounts.accounts.close_account accounts.accounts.open_account accounts.accounts.open_accounts
        accounts.accounts.set_password accounts.recording.record accounts.signing_in.bind
        accounts.signing_in.end_sessions accounts.signing_in.remove_methods accounts.signing_in.unbind
        accounts.tokens.make_token accounts.tokens.revoke accounts.tokens.revoke_all
    """,
    "done by another action that is played, never by itself": """
        casework.assigning.end_today casework.sharing.take_from_others casework.doubling.tell_of_doubles
        casework.doubling.tell_of_those_there casework.ending.correct_told
        casework.taking_over.take_over circumstances.courses.follow_status
        circumstances.courses.take_step commissions.commissions_follow
        commissions.lapse handover.following_up.follow_enrolled handover.following_up.follow_exits
        handover.following_up.plan_follow_ups handover.steps.end handover.steps.let_go
        meetings.meetings_follow meetings.promises_follow notices.end_feed people.record
        referrals.intakes.follow_branch referrals.forgetting.let_senders_back referrals.referring.receive
        referrals.waiting.settle_intake referrals.waiting.stay safeguards.circle.let_in_many
        safeguards.circle.let_stay_until
        safeguards.circle.open_circles safeguards.circle.seat_for_promise safeguards.consent.end_parts
        safeguards.log.record safeguards.opening.extend_reach safeguards.opening.let_in_all
        safeguards.opening.let_out safeguards.opening.open_what_is_consented
    """,
    "only asks or checks: it writes nothing": """
        casework.assigning.check_post casework.assigning.holders_of casework.assigning.named_in
        casework.ending.faults_of_return casework.enrolling.check_holders casework.enrolling.check_starts
        casework.persons.may_decide circumstances.periods.faults_of_company evaluation.check_last_day
        handover.following_up.corrected meetings.check_can_book meetings.uncovered_of
        referrals.selecting.check_meet safeguards.identity.may_withhold safeguards.retention.check_holds
        safeguards.retention.opens_time
    """,
    "people come in through a referral here; tests/casework and tests/exchange try the rest": """
        casework.enrolling.enrol casework.living.record_livelihood
    """,
    "about records of one and the same human; tests/people and tests/casework try them": """
        casework.doubling.settle_doubles people.link people.unlink
    """,
    "corrects words or figures of a row and moves neither hands nor doors; tests of its own app": """
        casework.correcting.correct casework.persons.correct_person handover.following_up.correct_follow_up
        people.correct
    """,
    "says whom a case's named team is, as `name_team`, which is played": """
        casework.persons.change_team
    """,
    "a link answers outside any log-in; tests/links and tests/handover play both hands": """
        commissions.send_words handover.by_link.ask_by_link safeguards.links.ask_for_consent
        safeguards.links.recall safeguards.links.release_by_link safeguards.links.release_more
    """,
    "about nobody: settings, words, figures, reports and money; tests of each app": """
        casework.limiting.set_limits economy.book economy.correct_line economy.correct_statement
        economy.state_cost initiatives.add_end_reasons initiatives.add_outcome
        initiatives.describe_target_group initiatives.open_branch initiatives.plan_volume
        initiatives.promise_inflow initiatives.set_consent_template initiatives.set_goal initiatives.start
        measures.close_period measures.sign measures.withdraw referrals.selecting.add_rule
        referrals.selecting.end_rule referrals.selecting.open_door reports.fill reports.start reports.write
    """,
    "lets a unit into an initiative, not into a case; tests/initiatives": """
        initiatives.engage initiatives.disengage
    """,
    "says which authority answers for a branch's records; tests/casework/test_answering.py": """
        initiatives.answer_for_records initiatives.ask_controller
    """,
    "parties and posts are the ground that lives stand on; tests/parties": """
        parties.add_authority parties.add_kind parties.add_party parties.add_staff parties.add_unit
        parties.agree parties.change_agreement parties.change_post parties.change_shares
        parties.form_association parties.form_group parties.open_post parties.seat parties.unseat
    """,
    "mail and calendar are sent by jobs, by night; tests/notices": """
        notices.open_one notices.plan notices.revoke_feed notices.try_again
    """,
    "an evaluator sees rows without names through a function of its own; tests/evaluation": """
        evaluation.answer evaluation.call_back evaluation.decide evaluation.invite evaluation.note_end_read
        evaluation.record_erasure evaluation.revoke
    """,
    "a register comes in whole; its own tests compare every row (tests/exchange)": """
        exchange.choose_sheet exchange.conclude exchange.read_in exchange.receive exchange.save_mapping
        exchange.start_check exchange.start_taking exchange.throw_away
    """,
    "the page for all to apply on is a visitor's, who has no post; tests/referrals/test_self.py": """
        referrals.applying.apply
    """,
    "what an authority holds about somebody, and what ends for good; tests/safeguards and tests/casework": """
        safeguards.file.state_file safeguards.own_data.begin_again safeguards.own_data.compile_request
        safeguards.own_data.decide_own_data safeguards.own_data.hand_over safeguards.own_data.note_request
        safeguards.own_data.prolong safeguards.retention.decide safeguards.retention.end_rule
        safeguards.retention.lift_hold safeguards.retention.put_hold safeguards.retention.record_rule
        safeguards.retention.warn safeguards.seal.end_readings
    """,
    "the log's own follow-up, and how an authority begins; tests/safeguards": """
        safeguards.follow_up.decide_names safeguards.follow_up.draw safeguards.follow_up.judge
        safeguards.follow_up.set_rules safeguards.follow_up.sign safeguards.protecting.decide_routine
        safeguards.start.confirm_start safeguards.start.decide_start safeguards.start.take_start_back
    """,
    "takes an identity away for good; tests/safeguards/test_withheld.py": """
        safeguards.identity.withhold_identity
    """,
}
