"""Who comes back with a session: account and post in one query, for every page asks for both."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from counties.models import Officer, User


class WithPost(ModelBackend):
    """Django's own way in by user name and password; an account is remembered with its post."""

    def get_user(self, user_id: Any) -> User | None:
        serving = Officer.objects.serving().select_related("division", "user")
        post = serving.filter(user=user_id).first()
        if post is None:
            found: User | None = super().get_user(user_id)
            return found
        vars(post.user)["_post"] = post
        return post.user if self.user_can_authenticate(post.user) else None
