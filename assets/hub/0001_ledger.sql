-- What a hub keeps, in words that PostgreSQL, CockroachDB and YugabyteDB all take: no sequences, no triggers,
-- no advisory locks, no functions of its own. Ids are bytes, so that they sort as bytes everywhere.

-- One row for each shop: whoever holds its lock writes in that shop.
create table hub_shop (
    shop uuid primary key
);

-- Every entry of every till, verbatim.
create table hub_entry (
    shop uuid not null,
    incarnation uuid not null,
    seq bigint not null,
    terminal uuid not null,
    id uuid not null,
    kind int not null,
    kind_version int not null,
    at_wall bigint not null,
    at_mono bigint not null,
    clock_offset bigint not null,
    hash bytea not null,
    payload bytea not null,
    primary key (shop, incarnation, seq)
);

-- Where an id was seen first, and the SHA-256 of its payload.
create table hub_id (
    shop uuid not null,
    id uuid not null,
    incarnation uuid not null,
    seq bigint not null,
    payload bytea not null,
    primary key (shop, id)
);

-- Everything else, as JSON; told in a feed where feed and v stand; gone where value does not.
create table hub_row (
    shop uuid not null,
    kind int not null,
    id bytea not null,
    feed int,
    v bigint,
    value text,
    primary key (shop, kind, id)
);

create unique index hub_row_by_version on hub_row (shop, feed, v) where feed is not null;

-- Where each feed stands.
create table hub_head (
    shop uuid not null,
    feed int not null,
    v bigint not null,
    digest bytea not null,
    primary key (shop, feed)
);
