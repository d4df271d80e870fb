-- An own indicator as one sheet declares it. Grain: submission × university × row.
create table if not exists raw.own_indicator (
    submission varchar, university varchar, row varchar, label varchar, unit varchar, decimals integer,
    definition varchar, basis_note varchar, sheet varchar, cell varchar
);
