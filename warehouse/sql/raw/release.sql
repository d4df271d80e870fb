-- A 要修正 with which a document goes out all the same, by a recorded decision of the 事業責任者. Grain: act × finding; append-only.
-- document: interim, final, data-book, budget or return (the 調査票 that is signed). excess: how large it was; blank: not measured.
create table if not exists raw.release (
    number bigint, document varchar, fiscal_year integer, finding varchar, excess decimal(28, 10), message_ja varchar,
    reason varchar, who varchar, post varchar, decision varchar, acted_at timestamp not null
);
