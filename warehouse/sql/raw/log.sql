-- Every act, chained: hash = sha256(previous hash, entry). Grain: one row per act, in order.
create table if not exists raw.log (
    number bigint primary key, acted_at timestamp not null, who varchar, act varchar, subject varchar, detail varchar,
    previous varchar, hash varchar
);
