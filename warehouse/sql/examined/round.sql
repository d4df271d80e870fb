-- The rounds of the collection that describe the year in scope. Grain: round. is_due: its due date has passed.
create or replace table examined.round (round varchar, name_ja varchar, name_en varchar, bases varchar[], due date, is_due boolean)
