"""Inviting people, and accepting an invitation without being signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finops.accounts import invitations
from finops.accounts.forms import AcceptForm, InvitationForm
from finops.accounts.models import Invitation
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit

GONE = 410


@never_cache  # the answer to the form shows the link
@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_USERS)
def user_invite(request: HttpRequest) -> HttpResponse:
    """A form for an address and a role, then the link to hand over, once."""
    initial = {**request.GET.dict(), "teams": request.GET.getlist("team")}
    form = InvitationForm(request.POST or None, initial=initial)
    made = submit(form, lambda data: invitations.invite(**data, actor=actor(request)))
    if made is None:
        return render(request, "accounts/user_invite.html", {"form": form})
    invitation, token = made
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    return render(request, "accounts/user_invited.html", {"invitation": invitation, "link": link})


@require_POST
@require(Capability.MANAGE_USERS)
def invitation_withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make the link useless."""
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    invitations.withdraw(invitation=invitation, actor=actor(request))
    messages.success(request, f"The invitation of {invitation.email} is withdrawn.")
    return redirect("users")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link chooses a password, once."""
    invitation = invitations.find(token)
    if invitation is None:
        return render(request, "account/invitation_gone.html", status=GONE)
    form = AcceptForm(request.POST or None)
    if submit(form, lambda data: _accept(token, data["name"], data["password"])):
        messages.success(request, "Your account is ready. Sign in with your new password.")
        return redirect("account_login")
    return render(request, "account/invitation.html", {"form": form, "invitation": invitation})


def _accept(token: str, name: str, password: str) -> bool:
    invitations.accept(token=token, name=name, password=password)
    return True
