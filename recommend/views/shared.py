from django.http import HttpRequest


def cards_or(request: HttpRequest, full: str) -> str:
    """Only the cards, when htmx asks for the next page of a list that stands already."""
    part = request.htmx and "after" in request.GET and not request.htmx.history_restore_request
    return "recommend/_cards.html" if part else full
