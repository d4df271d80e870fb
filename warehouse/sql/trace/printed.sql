-- Every figure of the documents that were written, with its document. Grain: document × figure, the newest document first.
select
    document.*, figure.figure, figure.place, figure.text, figure.formula, figure.facts, figure.sources,
    row_number() over (partition by document.document order by figure.place, figure.figure) as number
from raw.figure as figure
join raw.document as document using (document)
where document.document = any($documents::varchar[])
order by document.written_at desc, document.document, number
