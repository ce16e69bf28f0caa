"""The audit log is only ever added to (PD-09): the database refuses the rest, to its owner as well."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION officials_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '审计日志只能增加，不能改也不能删。' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON officials_auditentry
    FOR EACH ROW EXECUTE FUNCTION officials_audit_only_grows();
CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON officials_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION officials_audit_only_grows();
"""

ALLOW = """
DROP TRIGGER audit_not_emptied ON officials_auditentry;
DROP TRIGGER audit_only_grows ON officials_auditentry;
DROP FUNCTION officials_audit_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("officials", "0002_load_calendar")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
