-- Which rows of the form may carry a 内訳一覧, by the definition in force. Grain: list × what a line may be × row it counts for.
select listed.* exclude (definition) from def.listed as listed
join core.definition using (definition)
