"""A frozen month and what a meeting decided are written once: the database itself refuses to move them (DB-02, R28)."""

from django.db import migrations

STAY = """
CREATE FUNCTION disputes_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '冻结的月份、会议的决定只写一次，不能改也不能删。' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER frozen_month_stays BEFORE UPDATE OR DELETE ON disputes_pack
    FOR EACH ROW EXECUTE FUNCTION disputes_written_once();
CREATE TRIGGER paragraph_stays BEFORE UPDATE OR DELETE ON disputes_paragraph
    FOR EACH ROW EXECUTE FUNCTION disputes_written_once();
CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON disputes_decision
    FOR EACH ROW EXECUTE FUNCTION disputes_written_once();
CREATE TRIGGER postponement_stays BEFORE UPDATE OR DELETE ON disputes_postponement
    FOR EACH ROW EXECUTE FUNCTION disputes_written_once();
"""
MOVE = """
DROP TRIGGER frozen_month_stays ON disputes_pack;
DROP TRIGGER paragraph_stays ON disputes_paragraph;
DROP TRIGGER decision_stays ON disputes_decision;
DROP TRIGGER postponement_stays ON disputes_postponement;
DROP FUNCTION disputes_written_once();
"""


class Migration(migrations.Migration):
    replaces = [("disputes", "0007_what_is_frozen_and_decided_stays")]

    dependencies = [("disputes", "0002_load_dispute_kinds")]

    operations = [migrations.RunSQL(STAY, MOVE)]
