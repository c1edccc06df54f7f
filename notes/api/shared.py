"""What several answers are made of."""

from rest_framework import serializers

from accounts.models import User
from core.files import media_url
from notes.models import Photo
from tagging.models import Tag


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["handle", "name", "badge"]


class PhotoSerializer(serializers.ModelSerializer):
    renditions = serializers.SerializerMethodField()

    class Meta:
        model = Photo
        fields = ["width", "height", "colour", "alt", "renditions"]

    def get_renditions(self, photo: Photo) -> dict[str, str]:
        return {str(width): media_url(f"{photo.folder}/{width}.webp") for width in photo.widths}


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["name", "slug", "kind", "note_count"]
