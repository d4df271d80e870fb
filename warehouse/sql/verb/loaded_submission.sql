-- What was just loaded, for the log. Grain: submission, in order of arrival.
select submission, kept, received_at from staged_new order by ordinal
