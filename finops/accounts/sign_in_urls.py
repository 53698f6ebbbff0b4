"""Pages under `/accounts/`: one's own, signing in with a password, and where invitations lead."""

from allauth.account import views
from django.urls import path

from finops.accounts.views import account, invitations

urlpatterns = [
    path("", account.account, name="account"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
]
