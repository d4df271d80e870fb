-- An act of sign-off. Grain: one row per act; append-only. number: that of its entry in the log.
-- act: prepared 作成, confirmed 確認, decided 決裁 (locks, 確定), accepted 受理 by the 代表校, unlocked 確定解除 (reason is given).
-- ordinal: the newest submission that the act had before it. decision: 決裁文書番号.
create table if not exists raw.signature (
    number bigint primary key, act varchar, university varchar, fiscal_year integer, round integer, ordinal bigint,
    who varchar, post varchar, decision varchar, reason varchar, acted_at timestamp not null
);
