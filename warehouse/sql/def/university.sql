-- Who takes part. Grain: roster × university. position 0 is the lead; then the order of the cover page.
create table if not exists def.university (
    roster varchar, position integer, university varchar, name varchar, role varchar, is_sgu boolean, joined date, "left" date
);
