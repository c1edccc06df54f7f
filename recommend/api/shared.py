from rest_framework import serializers

from notes.api import NoteSerializer


class NotePageSerializer(serializers.Serializer):
    results = NoteSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Cursor for ?after=")
