-- The staged files as one relation, read in one statement: one line is one row of one raw relation.
create temporary table staged_line as
select relation, "row"
from read_ndjson(?, columns = {relation: 'varchar', "row": 'json'})
