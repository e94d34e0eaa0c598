-- What people and companies are called.
CREATE MACRO man_first() AS [
    'Peter', 'Ján', 'Martin', 'Tomáš', 'Michal', 'Marek', 'Ľuboš', 'Róbert', 'Štefan', 'Juraj', 'Matúš', 'Ondrej',
    'Dušan', 'Ľudovít', 'Andrej', 'Vladimír'
];
CREATE MACRO woman_first() AS [
    'Jana', 'Zuzana', 'Lucia', 'Katarína', 'Mária', 'Eva', 'Andrea', 'Ivana', 'Želmíra', 'Ľubica', 'Soňa', 'Viera',
    'Monika', 'Tímea', 'Daniela', 'Alžbeta'
];
CREATE MACRO man_last() AS [
    'Kováč', 'Horváth', 'Varga', 'Tóth', 'Baláž', 'Molnár', 'Žák', 'Krajčír', 'Urban', 'Novák', 'Ľach', 'Mäsiar',
    'Vŕba', 'Hôrka', 'Ďurčo', 'Šimko', 'Grňa', 'Ťapák', 'Kubiš', 'Polák', 'Stĺpik', 'Cséfalvay', 'Rybár', 'Zeman'
];
CREATE MACRO woman_last() AS [
    'Kováčová', 'Horváthová', 'Vargová', 'Tóthová', 'Balážová', 'Molnárová', 'Žáková', 'Krajčírová', 'Urbanová',
    'Nováková', 'Ľachová', 'Mäsiarová', 'Vŕbová', 'Hôrková', 'Ďurčová', 'Šimková', 'Grňová', 'Ťapáková', 'Kubišová',
    'Poláková', 'Stĺpiková', 'Cséfalvayová', 'Rybárová', 'Zemanová'
];
CREATE MACRO person(drawn) AS
    CASE
        WHEN part_1(drawn) < 0.5 THEN one_of(man_first(), part_2(drawn)) || ' ' || one_of(man_last(), part_3(drawn))
        ELSE one_of(woman_first(), part_2(drawn)) || ' ' || one_of(woman_last(), part_3(drawn))
    END;

CREATE TABLE trade AS
SELECT * FROM (VALUES
    ('Automotive', ['Autodiely', 'Výfukové systémy', 'Brzdové systémy', 'Autosedačky', 'Káblové zväzky', 'Karosárne', 'Kĺbové hriadele', 'Lisovňa']),
    ('Machinery', ['Strojárne', 'Obrábacie stroje', 'Vŕtacie nástroje', 'Žeriavy', 'Výťahy', 'Čerpadlá', 'Ťažné zariadenia', 'Ložiská']),
    ('Food', ['Pekárne', 'Mäsokombinát', 'Mliekareň', 'Pivovar', 'Cukrovar', 'Konzerváreň', 'Mlyny', 'Liehovar']),
    ('Wood and furniture', ['Píla', 'Nábytkáreň', 'Drevostavby', 'Papierne', 'Preglejky', 'Kôra a štiepka', 'Okná a dvere', 'Stolárstvo']),
    ('Metallurgy', ['Oceliareň', 'Zlievareň', 'Hutnícke závody', 'Rúrovňa', 'Drôtovňa', 'Galvanizovňa', 'Kováčske závody', 'Valcovňa']),
    ('Agriculture', ['Agro', 'Pôdohospodárske družstvo', 'Silá a sušiarne', 'Osivá', 'Hydinárne', 'Závlahy', 'Kŕmne zmesi', 'Ovocné sady'])
) AS listed (industry, names);

CREATE TABLE land AS
SELECT * FROM (VALUES
    ('SK', 'Západ', 'EUR', ['s.r.o.', 'a.s.', 'spol. s r.o.'], [
        'Bratislava', 'Trnava', 'Nitra', 'Trenčín', 'Žilina', 'Martin', 'Prievidza', 'Levice', 'Komárno', 'Piešťany',
        'Senica', 'Malacky', 'Galanta', 'Topoľčany', 'Čadca', 'Dubnica nad Váhom', 'Skalica', 'Púchov']),
    ('SK', 'Východ', 'EUR', ['s.r.o.', 'a.s.', 'spol. s r.o.'], [
        'Košice', 'Prešov', 'Poprad', 'Michalovce', 'Humenné', 'Bardejov', 'Rožňava', 'Trebišov', 'Kežmarok', 'Snina',
        'Svidník', 'Lučenec', 'Brezno', 'Zvolen', 'Rimavská Sobota', 'Stará Ľubovňa', 'Vranov nad Topľou', 'Revúca']),
    ('CZ', 'Západ', 'CZK', ['s.r.o.', 'a.s.'], ['Brno', 'Ostrava', 'Zlín', 'Plzeň', 'Mladá Boleslav', 'Přerov']),
    ('AT', 'Západ', 'EUR', ['GmbH', 'AG'], ['Wien', 'Linz', 'Graz', 'Steyr']),
    ('DE', 'Západ', 'EUR', ['GmbH', 'AG'], ['München', 'Ingolstadt', 'Chemnitz', 'Leipzig']),
    ('PL', 'Východ', 'EUR', ['Sp. z o.o.', 'S.A.'], ['Kraków', 'Katowice', 'Rzeszów', 'Gliwice']),
    ('HU', 'Východ', 'EUR', ['Kft.', 'Zrt.'], ['Győr', 'Miskolc', 'Debrecen', 'Kecskemét']),
    ('US', 'Východ', 'USD', ['Inc.', 'LLC'], ['Detroit', 'Cleveland', 'Milwaukee'])
) AS listed (country, region, currency, forms, towns);
