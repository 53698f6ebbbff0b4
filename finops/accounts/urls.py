"""Pages under `/settings/`, for administrators."""

from django.urls import path
from django.views.generic import RedirectView

from finops.accounts.views import audit, invitations, keys, organisation, projects, teams, users

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="projects"), name="settings"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.project_create, name="project_create"),
    path("projects/<int:project_id>/", projects.project_edit, name="project_edit"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.key_create, name="key_create"),
    path("keys/<int:key_id>/revoke/", keys.key_revoke, name="key_revoke"),
    path("users/", users.users, name="users"),
    path("users/new/", users.user_create, name="user_create"),
    path("users/invite/", invitations.user_invite, name="user_invite"),
    path(
        "users/invitations/<int:invitation_id>/withdraw/",
        invitations.invitation_withdraw,
        name="user_invitation_withdraw",
    ),
    path("users/<int:user_id>/", users.user_edit, name="user_edit"),
    path("users/<int:user_id>/deactivate/", users.user_deactivate, name="user_deactivate"),
    path("users/<int:user_id>/activate/", users.user_activate, name="user_activate"),
    path("users/<int:user_id>/reset-password/", users.user_reset_password, name="user_reset_password"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:team_id>/", teams.team_edit, name="team_edit"),
    path("teams/<int:team_id>/archive/", teams.team_archive, name="team_archive"),
    path("teams/<int:team_id>/restore/", teams.team_restore, name="team_restore"),
    path("audit/", audit.audit, name="audit"),
    path("audit.csv", audit.audit_csv, name="audit_csv"),
    path("organisation/", organisation.organisation, name="organisation"),
]
