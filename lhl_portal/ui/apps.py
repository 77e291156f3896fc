"""App configuration of the shared look: form rendering, components and headers. No models."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lhl_portal.ui"
    label = "ui"
