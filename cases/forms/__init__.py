"""Forms of the file: what a person may type."""

from cases.forms.steps import StepForm

__all__ = ["StepForm"]
