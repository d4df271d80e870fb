-- A number that a document prints. Grain: document × figure. facts: the keys university/row/fiscal_year/kind behind it.
create table if not exists raw.figure (
    document varchar, figure varchar, place varchar, text varchar, formula varchar, facts varchar[], sources varchar[]
);
