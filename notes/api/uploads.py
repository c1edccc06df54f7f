"""Uploads over the API: each file is sent by itself, the note then names it."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from notes import actions
from notes.models import Photo


class UploadSerializer(serializers.ModelSerializer):
    file = serializers.FileField(write_only=True)

    class Meta:
        model = Photo
        fields = ["id", "file", "width", "height", "colour"]
        read_only_fields = ["id", "width", "height", "colour"]


class Uploads(APIView):
    """Send one picture; its id goes into `photo_ids` of a note within a day."""

    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser]

    @extend_schema(request=UploadSerializer, responses={201: UploadSerializer})
    def post(self, request):
        given = UploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        photo = actions.add_upload(owner=request.user, file=file, filename=file.name)
        return Response(UploadSerializer(photo).data, status=201)


upload_urls = [
    path("uploads/", Uploads.as_view(), name="uploads"),
]
