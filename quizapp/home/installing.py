"""The manifest, by which a browser offers to install the site."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """Without a service worker: an answer is the server's to take, and no page is shown from a memory."""
    icons = [("icons/app-192.png", "192x192", "any"), ("icons/app-512.png", "512x512", "any")]
    icons.append(("icons/app-maskable-512.png", "512x512", "maskable"))
    described = {
        "id": "/",
        "name": "quizapp",
        "short_name": "quizapp",
        "description": gettext("Learn machine learning by answering questions."),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f6f9",
        "theme_color": "#2b45b8",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
        "shortcuts": [{"name": gettext("Review"), "url": reverse("study")}],
    }
    return JsonResponse(described, content_type="application/manifest+json")
