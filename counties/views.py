"""Coming and going. The pages' templates are Django's usual ones, under ``templates/registration``."""

from django.contrib.auth.views import LoginView, LogoutView

log_in = LoginView.as_view(redirect_authenticated_user=True)
log_out = LogoutView.as_view()
