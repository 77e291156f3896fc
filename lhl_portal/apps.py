"""The roof of the portal as a Django app: commands, translations, and the Celery app made known to every process."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "lhl_portal"

    def ready(self) -> None:
        from lhl_portal import celery  # noqa: F401  so that tasks sent from the web find the configured app
        from lhl_portal.demo import checks  # noqa: F401  so that production refuses demo users
