"""What people type about themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from allauth.account.utils import passthrough_next_redirect_url
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizapp.accounts import time_zones
from quizapp.accounts.models import User
from quizapp.accounts.names import LONGEST


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth ships no types
    """Allauth's form, for which two people may ask for one username at the same moment."""

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        try:
            with transaction.atomic():
                user, response = super().try_save(request)
        except IntegrityError:
            if not User.objects.filter(username__iexact=self.cleaned_data["username"]).exists():
                raise
            # Free when the form was checked, taken when it was stored; often by the same form, sent twice.
            messages.error(
                request, gettext("That username has just been taken. If it was you, sign in; else choose another.")
            )
            return None, redirect(passthrough_next_redirect_url(request, reverse("account_signup"), "next"))
        return user, response


class NameForm(forms.Form):
    """A name to be seen by; what a name may be is for ``names`` to say."""

    name = forms.CharField(
        label=_("Name others see"),
        help_text=format_lazy(_("Up to {longest} characters. Staff may take an unkind name back."), longest=LONGEST),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": LONGEST}),
    )


class DeleteForm(forms.Form):
    """Says twice that everything is to be deleted."""

    sure = forms.BooleanField(label=_("Delete everything that is kept of me, for good"))
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, data: Any = None, *, user: User | None) -> None:
        super().__init__(data)
        self.user = user
        if user is None or not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if self.user is not None and not self.user.check_password(password):
            raise ValidationError(_("That is not your password."))
        return password


class TimeZoneForm(forms.Form):
    """Where a day begins and ends for somebody."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones.choices,
        help_text=_("Your streak counts days as they begin and end there."),
    )
