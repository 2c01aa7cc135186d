-- What only a mapping feeds, and an import settles into lead_events and deal_events: gone when it is done.

create table merged_records (
    records            varchar not null,   -- required: leads, deals or accounts
    merged_id          varchar not null,   -- required: the record that is no more
    survivor_id        varchar not null    -- required: the record it became part of
);

create table stages (
    stage              varchar not null,   -- required: the stage's id, or its name where records have that
    event              varchar,            -- its name
    is_closed          boolean,            -- whether a deal in it is closed
    is_won             boolean             -- whether a closed deal in it is won
);

create table lead_history (
    lead_id            varchar not null,   -- required: the lead that moved
    "at"               timestamp not null, -- required: when
    event              varchar not null,   -- required: an entry or exit, or none: before the first stage
    actor              varchar,            -- who did it
    reason             varchar,            -- why
    merged_from        varchar,            -- the lead it was, before that was merged into this one
    day_only           boolean not null default false -- the export gave a day and no time
);

create table lead_records (
    lead_id            varchar not null,   -- required: the lead
    event              varchar not null,   -- required: the entry or exit its record tells of
    "at"               timestamp,          -- when; null = not recorded
    modified_at        timestamp,          -- when the record was changed last
    actor              varchar,            -- who did it
    reason             varchar,            -- why
    merged_from        varchar,            -- the lead it was, before that was merged into this one
    day_only           boolean not null default false -- the export gave a day and no time
);

create table deal_history (
    deal_id            varchar not null,   -- required: the deal that moved
    "at"               timestamp not null, -- required: when
    event              varchar not null,   -- required: the stage it moved to, or won, lost
    is_closed          boolean,            -- whether that stage is a closed one
    is_won             boolean,            -- whether it is a won one
    actor              varchar,            -- who did it
    reason             varchar,            -- why
    merged_from        varchar,            -- the deal it was, before that was merged into this one
    day_only           boolean not null default false -- the export gave a day and no time
);

create table deal_records (
    deal_id            varchar not null,   -- required: the deal
    event              varchar,            -- the stage it is in now
    is_closed          boolean,            -- whether it is closed now
    is_won             boolean,            -- whether it is won now
    "at"               timestamp,          -- its close date
    modified_at        timestamp,          -- when the record was changed last
    actor              varchar,            -- who did it
    reason             varchar,            -- why it was lost or won
    merged_from        varchar,            -- the deal it was, before that was merged into this one
    day_only           boolean not null default false -- the export gave a day and no time
);
