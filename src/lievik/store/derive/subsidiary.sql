-- One row an account that counts as a part of its parent, where customers are parents: the one at the top. A ring of
-- parents has no top, so each account in it stands for itself.
WITH RECURSIVE above AS (
    SELECT
        id AS account_id,
        parent_id AS customer_id
    FROM account
    WHERE $customer_by = 'parent' AND parent_id IS NOT NULL AND parent_id <> id
    UNION
    SELECT
        above.account_id,
        account.parent_id AS customer_id
    FROM above
    INNER JOIN account ON account.id = above.customer_id
    WHERE account.parent_id IS NOT NULL AND account.parent_id <> account.id
)
SELECT account_id, customer_id
FROM above
WHERE
    account_id <> customer_id
    AND customer_id NOT IN (SELECT id FROM account WHERE parent_id IS NOT NULL AND parent_id <> id)
