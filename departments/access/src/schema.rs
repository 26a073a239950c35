//! The tables of who works where and who may do what.

use platform::database::Migration;

pub const MIGRATIONS: &[Migration] = &[
    ACCESS,
    MESSAGING_PERMISSIONS,
    SECOND_FACTORS,
    WEBHOOK_PERMISSIONS,
    AUDIT_PERMISSIONS,
    IDENTITY_PROVIDERS,
    FIRST_PASSWORDS,
    BACK_CHANNEL,
    LEAD_PERMISSIONS,
];

const ACCESS: Migration = Migration {
    name: "access.001_access",
    sql: "
create table dealer_groups (
    id         {uuid} primary key,
    name       text not null,
    created_at {instant} not null,
    changed_at {instant} not null,
    version    integer not null
);
create table stores (
    id         {uuid} primary key,
    group_id   {uuid} not null references dealer_groups (id),
    code       {term} not null,
    name       text not null,
    short_name text,
    city       text,
    address    text,
    phone      text,
    time_zone  text not null,
    brands     {json} not null,
    is_open    {flag} not null,
    created_at {instant} not null,
    changed_at {instant} not null,
    version    integer not null,
    unique (group_id, code)
);
create table departments (
    id         {uuid} primary key,
    group_id   {uuid} not null references dealer_groups (id),
    store_id   {uuid} not null references stores (id),
    name       text not null,
    kind       text not null,
    head_id    {uuid},
    created_at {instant} not null,
    changed_at {instant} not null,
    version    integer not null,
    unique (store_id, name)
);
create table staff (
    id            {uuid} primary key,
    group_id      {uuid} not null references dealer_groups (id),
    store_id      {uuid} not null references stores (id),
    department_id {uuid} references departments (id),
    login         {term} not null unique,
    name          text not null,
    title         text,
    phone         {bytes},
    email         {bytes},
    language      text not null,
    password_hash text,
    is_active     {flag} not null,
    locked_at     {instant},
    created_at    {instant} not null,
    changed_at    {instant} not null,
    version       integer not null
);
create index staff_of_store on staff (store_id, login);
create index staff_of_department on staff (department_id);
create index staff_of_group on staff (group_id, login);
create table roles (
    id           {uuid} primary key,
    group_id     {uuid} not null references dealer_groups (id),
    code         {term} not null,
    name         text not null,
    name_english text,
    is_built_in  {flag} not null,
    created_at   {instant} not null,
    changed_at   {instant} not null,
    version      integer not null,
    unique (group_id, code)
);
create table role_permissions (
    role_id    {uuid} not null references roles (id),
    permission text not null,
    primary key (role_id, permission)
) {clustered};
create table grants (
    id       {uuid} primary key,
    group_id {uuid} not null references dealer_groups (id),
    staff_id {uuid} not null references staff (id),
    role_id  {uuid} not null references roles (id),
    reach    text not null,
    store_id {uuid} references stores (id)
);
create index grants_of_staff on grants (staff_id);
create index grants_of_role on grants (role_id);
create table sessions (
    id         {uuid} primary key,
    group_id   {uuid} not null references dealer_groups (id),
    staff_id   {uuid} not null references staff (id),
    digest     {term} not null unique,
    device     text not null,
    address    text not null,
    created_at {instant} not null,
    seen_at    {instant} not null,
    expires_at {instant} not null,
    revoked_at {instant}
);
create index sessions_of_staff on sessions (staff_id, seen_at);
create table sign_in_failures (
    login          {term} not null,
    neighbourhood  text not null,
    failures       integer not null,
    last_failed_at {instant} not null,
    locked_until   {instant},
    primary key (login, neighbourhood)
) {clustered};
create index sign_in_failures_age on sign_in_failures (last_failed_at);
create table api_keys (
    id         {uuid} primary key,
    group_id   {uuid} not null references dealer_groups (id),
    name       text not null,
    prefix     text not null,
    digest     {term} not null unique,
    role_id    {uuid} not null references roles (id),
    reach      text not null,
    store_id   {uuid} references stores (id),
    created_by {uuid},
    created_at {instant} not null,
    used_at    {instant},
    expires_at {instant},
    revoked_at {instant}
);
create index api_keys_of_role on api_keys (role_id);
",
};

/// Roles of groups founded before there were templates, channels and second tries.
const MESSAGING_PERMISSIONS: Migration = Migration {
    name: "access.002_messaging_permissions",
    sql: "
insert into role_permissions (role_id, permission)
    select id, 'retry_messages' from roles where is_built_in and code in
        ('group_manager', 'store_manager', 'it_admin', 'sales_manager', 'service_manager', 'care_agent');
insert into role_permissions (role_id, permission)
    select id, 'manage_templates' from roles where is_built_in and code in
        ('group_manager', 'store_manager', 'it_admin', 'care_agent');
insert into role_permissions (role_id, permission)
    select id, 'manage_channels' from roles where is_built_in and code in ('group_manager', 'store_manager', 'it_admin');
",
};

/// Second factors, sign-ins in two steps, known browsers, proofs that grow old, and who sets the rules for all that.
const SECOND_FACTORS: Migration = Migration {
    name: "access.003_second_factors",
    sql: "
create table second_factors (
    staff_id       {uuid} primary key references staff (id),
    group_id       {uuid} not null references dealer_groups (id),
    secret         {bytes},
    enrolled_at    {instant},
    last_step      bigint not null,
    pending_secret {bytes},
    pending_at     {instant}
);
create table recovery_codes (
    staff_id {uuid} not null references staff (id),
    digest   {term} not null,
    used_at  {instant},
    primary key (staff_id, digest)
) {clustered};
create table sign_in_steps (
    digest     {term} primary key,
    group_id   {uuid} not null references dealer_groups (id),
    staff_id   {uuid} not null references staff (id),
    wants      text not null,
    tries      integer not null,
    expires_at {instant} not null
);
create index sign_in_steps_age on sign_in_steps (expires_at);
create table known_devices (
    staff_id {uuid} not null references staff (id),
    digest   {term} not null,
    seen_at  {instant} not null,
    primary key (staff_id, digest)
) {clustered};
create index known_devices_by_digest on known_devices (digest);
create table sign_in_settings (
    group_id   {uuid} primary key references dealer_groups (id),
    settings   {json} not null,
    changed_at {instant} not null,
    version    integer not null
);
alter table sessions add column proven_at {instant};
alter table sessions add column ends_by {instant};
alter table sessions add column idle_hours integer;
create index sessions_of_group on sessions (group_id, expires_at);
insert into role_permissions (role_id, permission)
    select id, 'manage_sign_in' from roles where is_built_in and code in ('group_manager', 'it_admin');
insert into role_permissions (role_id, permission)
    select id, 'take_off_factors' from roles where is_built_in and code in ('group_manager', 'store_manager', 'it_admin');
",
};

/// Roles of groups founded before there were webhooks.
const WEBHOOK_PERMISSIONS: Migration = Migration {
    name: "access.010_webhook_permissions",
    sql: "
insert into role_permissions (role_id, permission)
    select id, 'manage_webhooks' from roles where is_built_in and code in ('group_manager', 'it_admin');
",
};

/// Roles of groups founded before there was an audit.
const AUDIT_PERMISSIONS: Migration = Migration {
    name: "access.011_audit_permissions",
    sql: "
insert into role_permissions (role_id, permission)
    select id, 'see_audit' from roles where is_built_in and code in ('group_manager', 'store_manager', 'it_admin');
",
};

/// Single sign-on: providers of a group, accounts people have there, browsers on their way.
const IDENTITY_PROVIDERS: Migration = Migration {
    name: "access.012_identity_providers",
    sql: "
create table identity_providers (
    id               {uuid} primary key,
    group_id         {uuid} not null references dealer_groups (id),
    name             text not null,
    issuer           text not null,
    client_id        text not null,
    client_secret    {bytes},
    matching         text not null,
    login_claim      text not null,
    is_on            {flag} not null,
    factor           text not null,
    factor_levels    text not null,
    joining_role_id  {uuid},
    joining_store_id {uuid} references stores (id),
    created_at       {instant} not null,
    changed_at       {instant} not null,
    version          integer not null,
    unique (group_id, name)
);
create table identities (
    id          {uuid} primary key,
    group_id    {uuid} not null references dealer_groups (id),
    provider_id {uuid} not null references identity_providers (id),
    staff_id    {uuid} not null references staff (id),
    subject     {term} not null,
    linked_at   {instant} not null,
    seen_at     {instant} not null,
    unique (provider_id, subject),
    unique (staff_id, provider_id)
);
create table identity_visits (
    id               {uuid} primary key,
    digest           {term} not null unique,
    group_id         {uuid} not null references dealer_groups (id),
    provider_id      {uuid} not null references identity_providers (id),
    browser          text not null,
    nonce            text not null,
    verifier         {bytes} not null,
    redirect_address text not null,
    purpose          text not null,
    session_id       {uuid},
    return_to        text not null,
    began_at         {instant} not null
);
create index identity_visits_age on identity_visits (began_at);
create table session_identities (
    id          {uuid} primary key,
    session_id  {uuid} unique references sessions (id) on delete cascade,
    step        {term} unique references sign_in_steps (digest) on delete cascade,
    provider_id {uuid} not null references identity_providers (id),
    id_token    {bytes} not null
);
create index session_identities_of_provider on session_identities (provider_id);
",
};

/// Until when a password holds that somebody else chose, and the sessions it opened. Those that stand already hold on.
const FIRST_PASSWORDS: Migration = Migration {
    name: "access.013_first_passwords",
    sql: "
alter table staff add column password_until {instant};
alter table sessions add column password_until {instant};
",
};

/// Which session at the provider ours began with, and the tokens by which providers ended some: each counts once.
const BACK_CHANNEL: Migration = Migration {
    name: "access.014_back_channel",
    sql: "
alter table session_identities add column sid {term};
create index session_identities_of_sid on session_identities (provider_id, sid);
create table logout_tokens (
    provider_id {uuid} not null references identity_providers (id),
    digest      {term} not null,
    expires_at  {instant} not null,
    primary key (provider_id, digest)
) {clustered};
create index logout_tokens_age on logout_tokens (expires_at);
",
};

/// Roles of groups founded before there were leads.
const LEAD_PERMISSIONS: Migration = Migration {
    name: "access.015_lead_permissions",
    sql: "
insert into role_permissions (role_id, permission)
    select id, 'add_leads' from roles where is_built_in and code in
        ('group_manager', 'store_manager', 'it_admin', 'sales_manager', 'sales_consultant', 'care_agent', 'service_manager',
         'service_advisor', 'integrator');
insert into role_permissions (role_id, permission)
    select id, 'see_leads' from roles where is_built_in and code in
        ('group_manager', 'store_manager', 'it_admin', 'sales_manager', 'sales_consultant', 'care_agent', 'integrator');
insert into role_permissions (role_id, permission)
    select id, 'work_leads' from roles where is_built_in and code in
        ('group_manager', 'store_manager', 'it_admin', 'sales_manager', 'sales_consultant', 'care_agent');
insert into role_permissions (role_id, permission)
    select id, 'assign_leads' from roles where is_built_in and code in
        ('group_manager', 'store_manager', 'it_admin', 'sales_manager', 'care_agent');
insert into role_permissions (role_id, permission)
    select id, 'decide_losses' from roles where is_built_in and code in
        ('group_manager', 'store_manager', 'it_admin', 'sales_manager');
",
};
