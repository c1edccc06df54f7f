"""How much a tag says about what a note is like, by its kind."""

from tagging.models import Tag

KIND_WEIGHT = {
    Tag.Kind.FILM: 1.4,
    Tag.Kind.BRAND: 1.3,
    Tag.Kind.PERSON: 1.3,
    Tag.Kind.COMMODITY: 1.1,
    Tag.Kind.TOPIC: 1.0,
    Tag.Kind.PLACE: 0.7,
}
