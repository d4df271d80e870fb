-- A cell of a course list. Grain: submission × list × university × number × column.
create table if not exists raw.course (
    submission varchar, list varchar, university varchar, no integer, "column" varchar, text varchar,
    value decimal(28, 10), sheet varchar, cell varchar
);
