-- holds: Deals open at $as_of (renewals aside) with their age in the stage against its limit, the causes that hold
--   among $judged_causes, and the evidence of each. Limits and loads are the company's, whatever the slice.
-- stands on: company_open_deals
-- sliced by: deal_key of deals
-- kept: the questions of stalled deals read it at one moment and slice
-- counts: deals
-- personal: email, name, deal_name
-- needs for no_next_step: deals.next_step; next steps
-- needs for next_step_overdue: deals.next_step_on; days of next steps
-- needs for close_date_passed: deals.expected_close_on; expected close dates
-- needs for pushed_twice: deal_events; deal events
-- needs for no_activity, ghosted: touches; touches
-- needs for single_threaded: deals.contacts; contacts of deals
-- needs for outside_icp: leads and definition; leads and an ICP
-- needs for bant_gap: leads.budget or leads.authority or leads.need or leads.timing; BANT answers
-- needs for slow_first_response: touches and leads; touches and leads
-- needs for owner_overloaded: deals.owner or leads.owner; owners of deals
select *
from company_open_deals
