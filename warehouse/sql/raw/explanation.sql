-- A reason given for a finding (理由, kind explain) or its acceptance (理由了承, kind waive). Grain: one row per act; append-only.
-- number: that of its entry in the log. bound: the largest excess that it covers; blank where nothing can be measured.
-- expires_on: its last day, for acceptances. is_carried_over: it is proposed again for the same thing of a later year.
create table if not exists raw.explanation (
    number bigint primary key, kind varchar, finding varchar, subject varchar, scope varchar, rule varchar, university varchar,
    item varchar, row varchar, fiscal_year integer, message_ja varchar, excess decimal(28, 10), bound decimal(28, 10),
    expires_on date, is_carried_over boolean, reason varchar, who varchar, post varchar, acted_at timestamp not null
);
