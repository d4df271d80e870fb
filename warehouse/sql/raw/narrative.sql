-- What people wrote for a document. Grain: one row per section and wording. document: the folder (interim, final).
-- text: blank where the file is gone; '' is 該当なし.
create table if not exists raw.narrative (
    document varchar, section varchar, text varchar, kept_at timestamp
);
