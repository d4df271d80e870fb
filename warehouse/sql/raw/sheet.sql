-- A sheet that was recognised. Grain: submission × sheet. university is null where the name on it is not known.
create table if not exists raw.sheet (
    submission varchar, sheet varchar, role varchar, position integer, university_text varchar, university varchar, is_sgu boolean
);
