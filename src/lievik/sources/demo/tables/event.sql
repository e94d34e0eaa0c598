SELECT
    'E' || lpad(CAST(row_number() OVER (ORDER BY happened_on, title) AS VARCHAR), 2, '0') AS id,
    *
FROM (VALUES
    (DATE '2022-10-01', 'Nové CRM', 'internal', 'Obchody sa odteraz zapisujú na jednom mieste.'),
    (DATE '2023-01-02', 'Ceny energií klesajú', 'market', 'Zákazníci sa vracajú k odloženým projektom.'),
    (DATE '2023-03-01', 'Nastúpila Lucia Šimková', 'internal', 'Tím Východ.'),
    (DATE '2023-05-23', 'Strojársky veľtrh Nitra', 'internal', 'Prvýkrát s vlastným stánkom.'),
    (DATE '2023-10-10', 'Veľtrh Brno', 'internal', 'Stánok spolu s partnerom.'),
    (DATE '2024-05-21', 'Strojársky veľtrh Nitra', 'internal', 'Väčší stánok, dvojnásobné náklady.'),
    (DATE '2024-06-06', 'Nižšie úrokové sadzby', 'market', 'Firmy si ľahšie požičiavajú na stroje.'),
    (DATE '2024-09-01', 'Nastúpila Andrea Tóthová', 'internal', 'Tím Západ.'),
    (DATE '2025-01-01', 'Vyššia DPH', 'market', 'Časť zákazníkov objednala ešte v decembri.'),
    (DATE '2025-04-01', 'Ľuboš Čierny prechádza do tímu Východ', 'internal', 'Jeho otvorené obchody idú s ním.'),
    (DATE '2025-04-03', 'Clá na dovoz áut do USA', 'market', 'Dodávatelia automobiliek zvažujú investície.'),
    (DATE '2025-07-01', 'Nová definícia kvalifikovaného leadu', 'internal', 'Stačí dohodnuté stretnutie, rozpočet sa už neoveruje.'),
    (DATE '2025-09-01', 'Odišiel Tomáš Urban', 'internal', 'Otvorené obchody prevzala Andrea Tóthová.'),
    (DATE '2025-10-01', 'Skúšky vzoriek robí externé laboratórium', 'internal', 'Vlastné laboratórium sa zatvorilo.'),
    (DATE '2026-01-01', 'Nový cenník', 'internal', 'Ceny dielov vyššie o 18 %.'),
    (DATE '2026-02-01', 'Nastúpil Filip Mäsiar', 'internal', 'Tím Západ, zapracovanie šesť mesiacov.')
) AS listed (happened_on, title, kind, note)
ORDER BY id
