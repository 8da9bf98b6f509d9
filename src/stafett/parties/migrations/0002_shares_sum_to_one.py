"""Holds that an association's funding shares sum to exactly one on every day (2003:1210 5 §, A2)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION parties_shares_sum_to_one() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    which bigint := COALESCE(NEW.association_id, OLD.association_id);
    wrong date;
BEGIN
    SELECT turn.day INTO wrong
    FROM (SELECT from_day AS day FROM parties_associationmember WHERE association_id = which
          UNION SELECT until_day FROM parties_associationmember
          WHERE association_id = which AND until_day IS NOT NULL) AS turn
    JOIN parties_associationmember m ON m.association_id = which
        AND m.from_day <= turn.day AND (m.until_day IS NULL OR m.until_day > turn.day)
    GROUP BY turn.day
    -- thirds and the like have no exact decimal: a millionth of a millionth is rounding, not money
    HAVING sum((m.share_numerator::numeric * 5040000) / m.share_denominator)
           NOT BETWEEN 5039999.999999 AND 5040000.000001
    ORDER BY turn.day LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'funding shares of association % do not sum to one on %', which, wrong
            USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'association_shares_sum_to_one';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER association_shares_sum_to_one
    AFTER INSERT OR UPDATE OR DELETE ON parties_associationmember
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION parties_shares_sum_to_one();
"""
BACKWARD = """
DROP TRIGGER association_shares_sum_to_one ON parties_associationmember;
DROP FUNCTION parties_shares_sum_to_one();
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
