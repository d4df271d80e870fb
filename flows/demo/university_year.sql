-- A year's figures of the invented third university, in place of what stood there for that year.
-- Each :t_… is a JSON list of the table's rows without their year.
delete from t_kamoku where nendo = :nendo;
insert into t_kamoku
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
from json_each(:t_kamoku);

delete from t_rishu where nendo = :nendo;
insert into t_rishu
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
from json_each(:t_rishu);

delete from t_zaiseki where nendo = :nendo;
insert into t_zaiseki
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
from json_each(:t_zaiseki);

delete from t_kyoin where nendo = :nendo;
insert into t_kyoin
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]')
from json_each(:t_kyoin);

delete from t_ta_sa where nendo = :nendo;
insert into t_ta_sa
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]')
from json_each(:t_ta_sa);

delete from t_renkei where nendo = :nendo;
insert into t_renkei
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]')
from json_each(:t_renkei);

delete from t_haken where nendo = :nendo;
insert into t_haken
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
from json_each(:t_haken);

delete from t_shinro where nendo = :nendo;
insert into t_shinro
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
from json_each(:t_shinro);

delete from t_nini_shihyo where nendo = :nendo;
insert into t_nini_shihyo
select :nendo, json_extract(value, '$[0]'), json_extract(value, '$[1]')
from json_each(:t_nini_shihyo);
