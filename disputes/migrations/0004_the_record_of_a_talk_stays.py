"""What was written down of a talk is put right by a further entry alone: the database refuses to move it (M11).

The words themselves are sealed under the office's keys, and only the change of a key writes them again
(`rotate_field_keys`); so it is the columns in the clear, and the row, that stay.
"""

from django.db import migrations

STAY = """
CREATE FUNCTION disputes_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '调解记录只写一次，不能改也不能删；要更正的另写一条。' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER talk_stays BEFORE DELETE
    OR UPDATE OF dispute_id, position, started_at, place, is_open, invitees_agreed, rights_told, recorded_by_id,
    recorded_at ON disputes_session FOR EACH ROW EXECUTE FUNCTION disputes_record_stays();
CREATE TRIGGER correction_stays BEFORE DELETE OR UPDATE OF session_id, by_id, at ON disputes_correction
    FOR EACH ROW EXECUTE FUNCTION disputes_record_stays();
CREATE TRIGGER follow_up_stays BEFORE DELETE
    OR UPDATE OF item_id, outcome, "on", performed_on, routes_told, recorded_by_id, recorded_at ON disputes_followup
    FOR EACH ROW EXECUTE FUNCTION disputes_record_stays();
"""
MOVE = """
DROP TRIGGER talk_stays ON disputes_session;
DROP TRIGGER correction_stays ON disputes_correction;
DROP TRIGGER follow_up_stays ON disputes_followup;
DROP FUNCTION disputes_record_stays();
"""


class Migration(migrations.Migration):
    replaces = [("disputes", "0009_the_record_of_a_talk_stays")]

    dependencies = [("disputes", "0003_what_is_frozen_and_decided_stays")]

    operations = [migrations.RunSQL(STAY, MOVE)]
