-- The canonical tables: what an import fills and everything else is computed from.
-- Instants are UTC, days are local days of the company. A column marked "required" is never null.

create table leads (
    lead_id            varchar not null,   -- required: the lead's key in the CRM
    created_at         timestamp not null, -- required: when the lead came in; itself an inquiry
    source             varchar,            -- where the lead came from, as the CRM spells it
    campaign           varchar,            -- the campaign that brought it
    email              varchar,            -- one address, its domain in small and its own letters; personal: not stored with --no-personal-data
    name               varchar,            -- personal: not stored with --no-personal-data
    title              varchar,            -- job title
    company            varchar,            -- company name as given by the lead
    domain             varchar,            -- the company's internet domain
    industry           varchar,            -- industry of the company
    employees          bigint,             -- head count of the company
    annual_revenue     double,             -- yearly revenue of the company, in the company currency
    country            varchar,            -- country of the company
    region             varchar,            -- sales region
    account_id         varchar,            -- the account it belongs to
    owner              varchar,            -- who works it now
    engagement_score   double,             -- marketing's score, 0 to 100
    readiness_score    double,             -- sales' score, 0 to 100
    budget             boolean,            -- BANT: has a budget; null = not known yet
    authority          boolean,            -- BANT: decides; null = not known yet
    need               boolean,            -- BANT: has the need; null = not known yet
    timing             boolean             -- BANT: has a date; null = not known yet
);

create table lead_events (
    lead_id            varchar not null,   -- required: the lead it happened to
    "at"               timestamp not null, -- required: when
    event              varchar not null,   -- required: an entry (inquiry aql mql tal tql tgl sal sgl sql), an exit (won lost
                                           -- rejected recycled disqualified) or administrative (merged duplicate test owner_left)
    actor              varchar,            -- who did it
    reason             varchar,            -- why, as the CRM spells it
    day_only           boolean not null default false -- the export gave a day and no time; set by the import
);

create table touches (
    touch_id           varchar not null,   -- required: the touch's key in the CRM
    "at"               timestamp not null, -- required: when
    kind               varchar not null,   -- required: email, call, meeting, linkedin, sms, chat, other
    direction          varchar not null,   -- required: outbound (to the buyer) or inbound
    lead_id            varchar,            -- the lead touched; one of lead_id and deal_id is set
    deal_id            varchar,            -- the deal touched
    rep                varchar,            -- who did it
    automated          boolean not null,   -- sent by a machine
    connected          boolean,            -- a two-way contact; null = not known
    template           varchar,            -- the template used; null = written for this person
    day_only           boolean not null default false -- the export gave a day and no time; set by the import
);

create table deals (
    deal_id            varchar not null,   -- required: the deal's key in the CRM
    created_at         timestamp not null, -- required: when it was created; itself an SQL of its lead
    lead_id            varchar,            -- the lead it came from
    account_id         varchar,            -- the account it belongs to
    name               varchar,            -- the deal's name
    company            varchar,            -- the buyer
    owner              varchar,            -- who works it now
    source             varchar,            -- where the deal came from
    amount             double,             -- value in the company currency; null = not known, never 0
    currency           varchar,            -- currency of the amount
    expected_close_on  date,               -- the day it should close
    next_step          varchar,            -- what is to be done next
    next_step_on       date,               -- by when
    contacts           bigint,             -- people engaged on the buyer's side
    renewal            boolean             -- a renewal is no new business and left out of the pipeline
);

create table deal_events (
    deal_id            varchar not null,   -- required: the deal it happened to
    "at"               timestamp not null, -- required: when
    event              varchar not null,   -- required: a stage's name, or won, lost, pushed, reopened
    actor              varchar,            -- who did it
    reason             varchar,            -- why
    day_only           boolean not null default false -- the export gave a day and no time; set by the import
);

create table accounts (
    account_id         varchar not null,   -- required: the account's key in the CRM
    name               varchar,            -- company name
    domain             varchar,            -- fills the null domain of its leads; so do the columns below
    industry           varchar,            -- industry
    employees          bigint,             -- head count
    annual_revenue     double,             -- yearly revenue, in the company currency
    country            varchar,            -- country
    region             varchar             -- sales region
);

create table spend (
    "on"               date not null,      -- required: the day it was spent
    source             varchar not null,   -- required: the lead source it paid for
    campaign           varchar,            -- the campaign it paid for
    amount             double not null     -- required: company currency; negative is a credit
);

create table customers (
    deal_id            varchar not null,   -- required: the deal that won them
    started_on         date not null,      -- required: first day as a customer
    churned_on         date,               -- the day they left
    monthly_value      double              -- recurring revenue a month, in the company currency
);

create table reps (
    rep                varchar not null,   -- required: the key used as owner, actor and rep
    name               varchar,            -- as people call them
    team               varchar,            -- marketing, sdr or sales
    region             varchar,            -- sales region
    time_zone          varchar             -- their own time zone; null = the company's
);

-- What the import did, kept for ever.

create table import_files (
    file               varchar not null,   -- the file, as named on the command line (relative to the folder given)
    sha256             varchar not null,   -- digest of its bytes
    read               bigint not null,    -- rows read: loaded + quarantined + skipped
    loaded             bigint not null,    -- rows that fed at least one table
    quarantined        bigint not null,    -- rows set aside, see quarantine
    skipped            bigint not null,    -- rows left out on purpose: filter, exact duplicate, footer
    blank              bigint not null,    -- blank lines: no rows
    feeds              varchar,            -- canonical tables it feeds, by comma
    dialect            varchar             -- how it was read: encoding, delimiter, header row, columns nobody asked for
);

create table quarantine (
    file               varchar not null,   -- the file
    line               bigint,             -- line of the row's first line, the header being line 1
    table_name         varchar,            -- canonical table the row should have fed
    column_name        varchar,            -- canonical column that broke the rule
    reason             varchar not null,   -- reason code
    sentence           varchar not null,   -- what is wrong and what to do
    raw                varchar             -- the row as read
);

create table warnings (
    file               varchar,            -- the file
    line               bigint,             -- line of the row's first line; null = the whole file
    table_name         varchar,            -- canonical table
    column_name        varchar,            -- canonical column whose value became null or is doubted
    reason             varchar not null,   -- reason code
    sentence           varchar not null,   -- what is wrong and what to do
    value              varchar,            -- the value as read
    records            bigint not null default 1 -- how many records it speaks of
);

create table generation (
    as_of              timestamp not null, -- a timestamp a day after it is in the future
    imported_at        timestamp not null, -- wall clock of the import
    newest_at          timestamp,          -- when the newest record before as_of happened
    settings           varchar not null,   -- the settings of the import, as JSON
    digest             varchar not null,   -- digest of the canonical tables: same input, same digest
    has_personal_data  boolean not null,   -- false with --no-personal-data
    product_version    varchar not null    -- what built it
);

-- What an earlier generation held of each deal that was open at its moment, renewals aside: where the bridge of the
-- review week starts. The columns are those of deal_facts; lead_… is what the deal's lead had.
create table previous_open_deals (
    deal_id            varchar not null,   -- the deal's key in the CRM
    created_at         timestamp not null, -- when it was created
    amount             double,             -- what it was worth there
    expected_close_on  date,               -- the day it was to close
    next_step          varchar,            -- what was to be done next
    next_step_on       date,               -- by when
    is_gone            boolean not null,   -- no row of this generation's deals is it
    cycle_number       integer,            -- which of its lead's cycles it belonged to
    lead_key           bigint,             -- null when it named no lead; a key of the earlier generation
    lead_id            varchar,            -- the lead it came from
    source             varchar,            -- the deal's own, else its lead's; so are the columns below where both have them
    campaign           varchar,            -- the campaign that brought the lead
    email              varchar,            -- personal: not stored with --no-personal-data
    name               varchar,            -- personal: not stored with --no-personal-data
    title              varchar,            -- job title
    company            varchar,            -- the buyer
    domain             varchar,            -- the company's internet domain
    industry           varchar,            -- industry of the company
    employees          bigint,             -- head count of the company
    annual_revenue     double,             -- yearly revenue of the company
    country            varchar,            -- country of the company
    region             varchar,            -- sales region
    account_id         varchar,            -- the account
    owner              varchar,            -- who worked it
    engagement_score   double,             -- marketing's score
    readiness_score    double,             -- sales' score
    budget             boolean,            -- BANT: has a budget
    authority          boolean,            -- BANT: decides
    need               boolean,            -- BANT: has the need
    timing             boolean,            -- BANT: has a date
    lead_source        varchar,            -- the lead's source
    lead_company       varchar,            -- the lead's company
    lead_name          varchar,            -- personal: not stored with --no-personal-data
    lead_owner         varchar,            -- the lead's owner
    lead_account_id    varchar             -- the lead's account
);
