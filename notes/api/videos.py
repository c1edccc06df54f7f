"""Films over the API: sent by themselves, the note then names one as `video_id`."""

from django.conf import settings
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
from notes.models import Video

from .writing import slow_down


class VideoSerializer(serializers.ModelSerializer):
    file = serializers.FileField(write_only=True, help_text="MP4, MOV or WebM.")
    url = serializers.SerializerMethodField(help_text="The film, once `state` is `ready`.")
    poster = serializers.SerializerMethodField(help_text="Its poster, once `state` is `ready`.")

    class Meta:
        model = Video
        fields = [
            *("id", "file", "state", "percent", "failure", "filename", "duration_ms", "width", "height"),
            *("has_sound", "poster_ms", "captions", "captions_language", "url", "poster"),
        ]
        read_only_fields = [name for name in fields if name != "file"]

    def get_url(self, video) -> str:
        return media_url(f"{video.folder}/720p.mp4") if video.state == Video.State.READY else ""

    def get_poster(self, video) -> str:
        poster = video.poster
        return media_url(f"{poster.folder}/{poster.widths[-1]}.webp") if poster and poster.widths else ""


class VideoChangeSerializer(serializers.Serializer):
    poster_ms = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=settings.VIDEO_MAX_SECONDS * 1000 + 1000,
        help_text="The moment of the poster.",
    )
    captions = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=limits.CAPTION_BYTES,
        trim_whitespace=False,
        help_text="WebVTT; empty takes them away.",
    )
    language = serializers.RegexField(r"^[A-Za-z0-9-]*$", required=False, allow_blank=True, max_length=10)


class Videos(APIView):
    """Send one film; its id goes into `video_id` of a note within a day."""

    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser]

    @extend_schema(request=VideoSerializer, responses={201: VideoSerializer})
    def post(self, request):
        slow_down(request, "upload-video", limits.VIDEOS_PER_HALF_HOUR, 1800)
        given = VideoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        video = actions.add_video(owner=request.user, file=given.validated_data["file"])
        return Response(VideoSerializer(video).data, status=201)


class OneVideo(APIView):
    """One's own film: how far it is, its poster and captions."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=VideoSerializer)
    def get(self, request, pk):
        return Response(VideoSerializer(self.video(pk)).data)

    @extend_schema(request=VideoChangeSerializer, responses=VideoSerializer)
    def patch(self, request, pk):
        slow_down(request, "video-one", 1200, 600)
        given = VideoChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        video = actions.change_video(row=self.video(pk), **given.validated_data)
        return Response(VideoSerializer(video).data)

    @extend_schema(responses={204: None})
    def delete(self, request, pk):
        actions.delete_video(row=self.video(pk))
        return Response(status=204)

    def video(self, pk: int) -> Video:
        return get_object_or_404(
            Video.objects.filter(owner=self.request.user).select_related("poster"), pk=pk
        )


video_urls = [
    path("videos/", Videos.as_view(), name="videos"),
    path("videos/<int:pk>/", OneVideo.as_view(), name="video"),
]
