create table customers (
    id                {uuid} primary key,
    group_id          {uuid} not null,
    store_id          {uuid} not null,
    number            text not null,
    kind              text not null,
    name              text not null,
    name_pinyin       {term} not null,
    gender            text,
    birthday          {date},
    occupation        text,
    household_id      {uuid},
    relation          text,
    stage             text not null,
    phone_sealed      {bytes},
    city              text,
    id_number_sealed  {bytes},
    id_number_blind   text,
    preferred_colour  text,
    preferred_slot    text,
    preferred_channel text,
    purpose           text,
    use_scenario      text,
    decision_style    text,
    source            text,
    consultant_id     {uuid},
    advisor_id        {uuid},
    external_id       text,
    created_at        {instant} not null,
    changed_at        {instant} not null,
    deleted_at        {instant},
    version           integer not null
);
create unique index customers_number on customers (group_id, number);
create unique index customers_external on customers (group_id, external_id) where external_id is not null;
create index customers_created on customers (group_id, created_at, id);
create index customers_created_in_store on customers (store_id, created_at, id);
create index customers_named on customers (group_id, name_pinyin, id);
create index customers_consultant on customers (consultant_id, created_at) where consultant_id is not null;
create index customers_advisor on customers (advisor_id, created_at) where advisor_id is not null;
create index customers_household on customers (household_id) where household_id is not null;
create index customers_id_number on customers (group_id, id_number_blind) where id_number_blind is not null;

create table contacts (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    customer_id {uuid} not null references customers (id),
    kind        text not null,
    sealed      {bytes} not null,
    blind       text not null,
    label       text,
    is_primary  {flag} not null,
    created_at  {instant} not null
);
create index contacts_of_customer on contacts (customer_id);
create index contacts_blind on contacts (group_id, blind);

create table addresses (
    id            {uuid} primary key,
    group_id      {uuid} not null,
    customer_id   {uuid} not null references customers (id),
    label         text,
    province      text,
    city          text,
    district      text,
    detail_sealed {bytes},
    is_primary    {flag} not null,
    created_at    {instant} not null
);
create index addresses_of_customer on addresses (customer_id);

create table households (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    store_id   {uuid} not null,
    name       text not null,
    created_at {instant} not null
);

create table customer_facts (
    customer_id      {uuid} primary key references customers (id),
    group_id         {uuid} not null,
    first_seen_at    {instant} not null,
    last_contact_at  {instant} not null,
    last_visit_at    {instant} not null,
    last_purchase_at {instant} not null,
    vehicles         integer not null,
    main_vehicle_id  {uuid},
    purchases        integer not null,
    purchase_amount  bigint not null,
    visits           integer not null,
    visit_amount     bigint not null,
    spend            bigint not null,
    complaints       integer not null,
    complaints_open  integer not null,
    contacts         integer not null,
    notes            integer not null,
    mileage_km       integer,
    next_service_on  {date} not null,
    insurance_until  {date} not null,
    inspection_until {date} not null,
    completeness     integer not null,
    updated_at       {instant} not null
);
create index customer_facts_contact on customer_facts (group_id, last_contact_at, customer_id);
create index customer_facts_visit on customer_facts (group_id, last_visit_at, customer_id);
create index customer_facts_spend on customer_facts (group_id, spend, customer_id);
create index customer_facts_service on customer_facts (group_id, next_service_on, customer_id);
create index customer_facts_insurance on customer_facts (group_id, insurance_until, customer_id);
create index customer_facts_complaints on customer_facts (group_id, customer_id) where complaints_open > 0;

create table search_terms (
    group_id    {uuid} not null,
    term        {term} not null,
    kind        text not null,
    customer_id {uuid} not null,
    vehicle_id  {uuid} not null,
    primary key (group_id, term, kind, customer_id, vehicle_id)
) {clustered};

create table notes (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    store_id    {uuid} not null,
    customer_id {uuid} not null references customers (id),
    vehicle_id  {uuid},
    kind        text not null,
    text        text not null,
    outcome     text,
    author_id   {uuid},
    author_name text not null,
    is_pinned   {flag} not null,
    happened_at {instant} not null,
    created_at  {instant} not null,
    deleted_at  {instant},
    version     integer not null
);
create index notes_of_customer on notes (customer_id, happened_at);

create table suggestion_dismissals (
    customer_id {uuid} not null references customers (id),
    code        text not null,
    until       {instant} not null,
    staff_id    {uuid},
    primary key (customer_id, code)
);
