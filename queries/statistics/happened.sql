-- What is recorded of a lead or a deal, in the words of its story.

create or replace macro event_in_words(event) as
    case
        when event = 'inquiry' then 'Enquired'
        when event in ('rejected', 'disqualified') then 'Turned down by sales: ' || event
        when event = 'recycled' then 'Back to nurture'
        when event in ('won', 'lost') then 'Lead ' || event
        when event in ('merged', 'duplicate', 'test', 'owner_left') then 'Closed: ' || replace(event, '_', ' ')
        else 'Became ' || upper(event)
    end;

create or replace macro deal_event_in_words(event) as
    case
        when event in ('won', 'lost', 'reopened') then 'Deal ' || event
        when event = 'pushed' then 'Close date pushed'
        else 'Moved to ' || event
    end;

create or replace macro touch_in_words(buyer, direction, kind, is_human, is_connected) as
    case when direction = 'inbound' then 'From the ' else 'To the ' end || buyer || ': ' || kind
    || case when not is_human then ', automated' when is_connected then ', connected' else '' end;

-- An amount that changed, with what it was and what it is.
create or replace macro amount_in_words(before, now) as
    'Amount changed that week: ' || coalesce(format('{:,.0f}', before), 'none') || ' before, '
    || coalesce(format('{:,.0f}', now), 'none') || ' now';
