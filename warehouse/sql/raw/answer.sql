-- What the office answered (回答), or ruled about a row of the form (裁定: row is set). Grain: one row per act; append-only.
-- number: that of its entry in the log. question: blank for a ruling that nobody asked for. valid_from: the day from which it holds.
create table if not exists raw.answer (
    number bigint, question varchar, row varchar, text varchar, who varchar, post varchar, valid_from date,
    acted_at timestamp not null
);
