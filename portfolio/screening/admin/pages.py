"""What the desk's pages of private screenings share."""

from typing import Any

from django.http import HttpRequest, HttpResponse


class ReadOnly:
    """A mixin: everything is read, nothing is saved by the form; buttons decide."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """All that the fieldsets show."""
        return [name for _title, options in self.fieldsets for name in options["fields"]]  # type: ignore[attr-defined]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without buttons that would save."""
        context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
