"""A signed round, what it carried over and who signed its parts no longer change; a correction is only added."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION cases_signed_round_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION '签过字的一期不能改。' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE FUNCTION cases_rows_of_a_signed_round_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_round
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END AND signed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION '签过字的一期不能改。' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE FUNCTION cases_corrections_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '更正只能增加，不能改也不能删。' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER signed_round_stays BEFORE UPDATE OR DELETE ON cases_round
    FOR EACH ROW EXECUTE FUNCTION cases_signed_round_stays();
CREATE TRIGGER exceptions_of_a_signed_round_stay BEFORE INSERT OR UPDATE OR DELETE ON cases_roundexception
    FOR EACH ROW EXECUTE FUNCTION cases_rows_of_a_signed_round_stay();
CREATE TRIGGER parts_of_a_signed_round_stay BEFORE INSERT OR UPDATE OR DELETE ON cases_roundpart
    FOR EACH ROW EXECUTE FUNCTION cases_rows_of_a_signed_round_stay();
CREATE TRIGGER corrections_only_grow BEFORE UPDATE OR DELETE ON cases_roundcorrection
    FOR EACH ROW EXECUTE FUNCTION cases_corrections_only_grow();
"""

ALLOW = """
DROP TRIGGER corrections_only_grow ON cases_roundcorrection;
DROP TRIGGER parts_of_a_signed_round_stay ON cases_roundpart;
DROP TRIGGER exceptions_of_a_signed_round_stay ON cases_roundexception;
DROP TRIGGER signed_round_stays ON cases_round;
DROP FUNCTION cases_corrections_only_grow();
DROP FUNCTION cases_rows_of_a_signed_round_stay();
DROP FUNCTION cases_signed_round_stays();
"""


class Migration(migrations.Migration):
    replaces = [("cases", "0003_keep_what_is_signed")]

    dependencies = [("cases", "0001_squashed_2026_11")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
