-- What is staged as one relation, read in one statement: one line is one row of one raw relation, each value a text
-- (a list as its JSON).
create temporary table staged_line as
select relation, "row"
from read_ndjson(?, columns = {relation: 'varchar', "row": 'varchar[]'})
