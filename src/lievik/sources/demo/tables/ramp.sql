SELECT 'standard-' || month_no AS id, 'standard' AS ramp_id, month_no, share FROM ramp_month ORDER BY id
