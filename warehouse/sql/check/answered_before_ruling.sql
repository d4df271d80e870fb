-- Whether a value was reported knowing the ruling about its row. Grain: fact of the year in scope × ruling in force.
select
    fact.*, strftime(ruling.valid_from, '%Y-%m-%d') as valid_from, ruling.text as ruling,
    coalesce(datum.received_at >= ruling.holds_from, true) as is_met
from examined.fact as fact
join core.answer as ruling on ruling.row = fact.row and ruling.is_in_force
left join core.datum as datum
    on datum.university = fact.university and datum.row = fact.row
    and datum.fiscal_year = fact.fiscal_year and datum.kind = fact.kind
where fact.is_in_scope and fact.state <> 'blank'
