-- One row of a timesheet: whether its hours were worked, or are of leave; words are compared without case, accents and signs.
WITH leave_kind (folded) AS (
    VALUES
    ('leave'), ('annualleave'), ('paidleave'), ('unpaidleave'), ('parentalleave'), ('maternityleave'), ('vacation'),
    ('holiday'), ('holidays'), ('publicholiday'), ('dayoff'), ('timeoff'), ('pto'), ('sick'), ('sickness'), ('sickleave'),
    ('sickday'), ('illness'), ('absence'), ('absent'), ('doctor'),
    ('dovolenka'), ('volno'), ('neplatenevolno'), ('nahradnevolno'), ('materska'), ('materskadovolenka'),
    ('rodicovskadovolenka'), ('pn'), ('prn'), ('ocr'), ('praceneschopnost'), ('prekazkavpraci'), ('choroba'), ('nemoc'),
    ('lekar'), ('sviatok'), ('absencia'), ('nepritomnost'),
    ('dovolena'), ('nemocenska'), ('pracovnineschopnost'), ('nahradnivolno'), ('rodicovskadovolena'), ('svatek'),
    ('nepritomnost'), ('urlaub'), ('krank'), ('krankheit'), ('krankmeldung'), ('feiertag'), ('elternzeit'),
    ('urlop'), ('chorobowe'), ('szabadsag'), ('betegszabadsag')
)
SELECT
    id,
    regexp_replace(lower(strip_accents(coalesce(kind, ''))), '[^a-z0-9]+', '', 'g')
    IN (SELECT folded FROM leave_kind) AS is_leave
FROM work_time
