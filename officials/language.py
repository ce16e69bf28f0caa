"""The language of the pages: who chose which, and a refused form that is shown again in the other one."""

from django.conf import settings
from django.utils import translation

from officials.models import Official

RESUMED = "resumed"  # a post of what was typed before: shown at its form again, never carried out
SWITCHED = "language"  # its value where the language was switched, and the name of the field that says to which
TYPED_AGAIN = "retype"  # the switch stood on a page that answered a post of which nothing can be shown again


def is_spoken(language):
    return language in dict(settings.LANGUAGES)


def remember(official, language):
    """Who is signed in finds it so next time."""
    if official.is_authenticated and is_spoken(language) and language != official.language:
        Official.objects.filter(pk=official.pk).update(language=language)


def answer_in(response, language):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


class SwitchedFormMiddleware:
    """Switches the language for a form that is posted to be shown again. Stands behind the check of the form's key."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if language := getattr(request, "switched_to", ""):
            remember(request.user, language)
            answer_in(response, language)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or request.POST.get(RESUMED) != SWITCHED:
            return
        language = request.POST.get(SWITCHED, "")
        if is_spoken(language):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
            request.switched_to = language
