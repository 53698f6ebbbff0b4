"""Pages under `/accounts/`: of allauth only what people with a password need, and the door of the invited."""

from allauth.account import views
from django.urls import path

from finops.accounts.views import invitations

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
]
