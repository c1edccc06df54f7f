"""Personal data as staff and sellers see it: enough to recognise, not enough to use."""


def mask_name(name: str) -> str:
    """`王小明` as `王**`."""
    return name[:1] + "*" * min(len(name) - 1, 3) if name else ""


def mask_phone(phone: str) -> str:
    """`13800138000` as `138****8000`; a short number keeps its last two digits only."""
    if len(phone) < 9:
        return "****" + phone[-2:] if phone else ""
    return f"{phone[:3]}****{phone[-4:]}"


def mask_text(text: str) -> str:
    """The first two characters of a street or a note, the rest as stars."""
    return text[:2] + "****" if text else ""


def mask_email(email: str) -> str:
    """`somebody@example.com` as `s***@example.com`."""
    name, at, host = email.rpartition("@")
    return f"{name[:1]}***{at}{host}" if at else "***"
