"""Holds law 3: who answers for the records in a branch is never changed after its yes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION initiatives_controller_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'authority % has said yes to branch %', OLD.controller_id, OLD.id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'controller_stays';
END $$;
CREATE TRIGGER controller_stays BEFORE UPDATE OF controller_id, agreed ON initiatives_branch
    FOR EACH ROW WHEN (OLD.agreed AND (NEW.controller_id <> OLD.controller_id
                                       OR NEW.agreed IS NOT TRUE))
    EXECUTE FUNCTION initiatives_controller_stays();
"""
BACKWARD = """
DROP TRIGGER controller_stays ON initiatives_branch;
DROP FUNCTION initiatives_controller_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_branch_answer")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
