"""The pages of the people: signing in and out, one's own page, the jurisdiction, the audit log."""
