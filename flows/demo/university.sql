-- The tables of the invented third university: names, codes and columns of its own. nendo: the fiscal year.
create table if not exists t_kamoku (nendo integer, katei text, tabunka_flg integer, kamoku_su integer);
create table if not exists t_rishu (nendo integer, katei text, kokuseki_kbn text, ninzu integer);
create table if not exists t_zaiseki (nendo integer, kijun text, kubun text, ninzu integer);
create table if not exists t_kyoin (nendo integer, kyoshu_tanto integer, ninzu integer);
create table if not exists t_ta_sa (nendo integer, kanren_flg integer, nobe_su integer);
create table if not exists t_renkei (nendo integer, shubetsu text, kensu);
create table if not exists t_haken (nendo integer, kanren_flg integer, kikan text, ninzu integer);
create table if not exists t_shinro (nendo integer, kibo text, kekka text, ninzu integer);
create table if not exists t_nini_shihyo (nendo integer, bango text, atai numeric);
