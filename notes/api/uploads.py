"""Uploads over the API: each file is sent by itself, the note then names it."""

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from core.files import media_url
from notes import actions, limits
from notes.models import Photo

from .writing import slow_down


class UploadSerializer(serializers.ModelSerializer):
    file = serializers.FileField(write_only=True)
    urls = serializers.SerializerMethodField(help_text="Renditions by width, once `state` is `ready`.")

    class Meta:
        model = Photo
        fields = ["id", "file", "state", "filename", "width", "height", "colour", "crop", "alt", "urls"]
        read_only_fields = ["id", "state", "filename", "width", "height", "colour", "crop", "alt"]

    def get_urls(self, photo) -> dict[str, str]:
        return {str(width): media_url(f"{photo.folder}/{width}.webp") for width in photo.widths}


class PhotoChangeSerializer(serializers.Serializer):
    crop = serializers.ListField(
        child=serializers.FloatField(),
        required=False,
        max_length=4,
        help_text="Left, top, width and height as shares (0-1) of the upright picture; empty: all of it.",
    )
    alt = serializers.CharField(required=False, allow_blank=True, max_length=200)


class Uploads(APIView):
    """Send one picture; its id goes into `photo_ids` of a note within a day."""

    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser]

    @extend_schema(request=UploadSerializer, responses={201: UploadSerializer})
    def post(self, request):
        slow_down(request, "upload", limits.UPLOADS_PER_HALF_HOUR, 1800)
        given = UploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        photo = actions.add_upload(owner=request.user, file=file, filename=file.name)
        return Response(UploadSerializer(photo).data, status=201)


class Upload(APIView):
    """One's own upload: how it is doing, its crop and description."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=UploadSerializer)
    def get(self, request, pk):
        return Response(UploadSerializer(self.photo(pk)).data)

    @extend_schema(request=PhotoChangeSerializer, responses=UploadSerializer)
    def patch(self, request, pk):
        slow_down(request, "upload-one", 900, 600)
        given = PhotoChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        photo = actions.change_photo(photo=self.photo(pk), **given.validated_data)
        return Response(UploadSerializer(photo).data)

    @extend_schema(responses={204: None})
    def delete(self, request, pk):
        actions.delete_upload(photo=self.photo(pk))
        return Response(status=204)

    def photo(self, pk: int) -> Photo:
        own = Photo.objects.filter(owner=self.request.user, comment=None, poster_of=None)
        return get_object_or_404(own, pk=pk)


upload_urls = [
    path("uploads/", Uploads.as_view(), name="uploads"),
    path("uploads/<int:pk>/", Upload.as_view(), name="upload"),
]
