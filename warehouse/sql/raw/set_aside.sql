-- A received file that nobody's answer was in, set aside (対象外). Grain: one row per submission and act; append-only.
-- number: that of its entry in the log.
create table if not exists raw.set_aside (
    number bigint, submission varchar, reason varchar, who varchar, post varchar, acted_at timestamp not null
);
