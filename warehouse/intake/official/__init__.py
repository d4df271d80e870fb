"""The official データ集 and its Word cover: the plan of a programme."""
