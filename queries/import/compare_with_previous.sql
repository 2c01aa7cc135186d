-- How this import differs from the generation before it, in what gives a wrong file away.

select
    (select list(sha256 order by sha256) from import_files)
    = (select list(sha256 order by sha256) from previous.import_files) as same_files,
    (select count(*) from leads) as leads,
    (select count(*) from previous.leads) as leads_before,
    (select count(*) from deals) as deals,
    (select count(*) from previous.deals) as deals_before,
    (select count(*) from lead_events) as events,
    (select count(*) from previous.lead_events) as events_before,
    (select count(*) from touches) as touches,
    (select count(*) from previous.touches) as touches_before,
    (
        select count(*) from leads anti join previous.leads as before on before.lead_id = leads.lead_id
    ) as new_leads,
    (select max(created_at) from leads) as newest_lead,
    (select max(created_at) from previous.leads) as newest_lead_before;
