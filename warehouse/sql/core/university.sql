-- Who takes part, by the roster in force. Grain: university; the lead first, then the order of the cover page.
select university.* from def.university as university
join core.roster using (roster)
