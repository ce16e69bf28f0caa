"""The demo office writes through the forms of its pages."""


def fill(form_class, record, by, on, data, files=None):
    """Take a step by the form of its page. What the form refuses is a fault of these tables."""
    form = form_class(data, files, record=record, by=by, today=on)
    if not form.save():
        raise ValueError(f"{form_class.__name__} {record}: {form.errors.as_json()}")
