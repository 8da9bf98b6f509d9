"""Holds law 3: a coordination association never answers for a person (2003:1210 7 §)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION initiatives_controller_is_no_association() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM parties_association WHERE authority_id = NEW.controller_id) THEN
        RAISE EXCEPTION 'authority % is an association and can''t be controller', NEW.controller_id
            USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'controller_is_no_association';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER controller_is_no_association
    AFTER INSERT OR UPDATE OF controller_id ON initiatives_initiative
    FOR EACH ROW EXECUTE FUNCTION initiatives_controller_is_no_association();
CREATE CONSTRAINT TRIGGER controller_is_no_association
    AFTER INSERT OR UPDATE OF controller_id ON initiatives_branch
    FOR EACH ROW EXECUTE FUNCTION initiatives_controller_is_no_association();

CREATE FUNCTION initiatives_association_is_no_controller() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM initiatives_initiative WHERE controller_id = NEW.authority_id)
        OR EXISTS (SELECT FROM initiatives_branch WHERE controller_id = NEW.authority_id) THEN
        RAISE EXCEPTION 'authority % is controller and can''t be an association', NEW.authority_id
            USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'association_is_no_controller';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER association_is_no_controller
    AFTER INSERT OR UPDATE OF authority_id ON parties_association
    FOR EACH ROW EXECUTE FUNCTION initiatives_association_is_no_controller();
"""
BACKWARD = """
DROP TRIGGER association_is_no_controller ON parties_association;
DROP FUNCTION initiatives_association_is_no_controller();
DROP TRIGGER controller_is_no_association ON initiatives_branch;
DROP TRIGGER controller_is_no_association ON initiatives_initiative;
DROP FUNCTION initiatives_controller_is_no_association();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0003_sexes_both_or_neither"),
        ("parties", "0002_shares_sum_to_one"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
