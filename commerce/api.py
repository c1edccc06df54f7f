"""Products over the API, read only; the same querysets as the pages."""

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView, RetrieveAPIView

from core.api import KeysetPagination
from core.files import media_url

from .models import Brand, Category, Merchant, Product, ProductPhoto, Sku
from .views.mall import SORTS


class BrandSerializer(serializers.ModelSerializer):
    class Meta:
        model = Brand
        fields = ["name", "slug", "is_verified"]


class CategorySerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ["name", "slug"]


class MerchantSerializer(serializers.ModelSerializer):
    class Meta:
        model = Merchant
        fields = ["name", "is_self_operated", "shipping_fee_fen", "free_shipping_from_fen"]


class ProductPhotoSerializer(serializers.ModelSerializer):
    renditions = serializers.SerializerMethodField()

    class Meta:
        model = ProductPhoto
        fields = ["width", "height", "colour", "alt", "renditions"]

    def get_renditions(self, photo: ProductPhoto) -> dict[str, str]:
        return {str(width): media_url(f"{photo.folder}/{width}.webp") for width in photo.widths}


class SkuSerializer(serializers.ModelSerializer):
    class Meta:
        model = Sku
        fields = ["id", "name", "code", "price_fen", "stock"]


class ProductSerializer(serializers.ModelSerializer):
    """A product as on a card; rows come from `Product.objects.for_cards()`."""

    brand = BrandSerializer(allow_null=True)
    merchant = MerchantSerializer()
    cover = ProductPhotoSerializer(allow_null=True)
    in_stock = serializers.BooleanField()
    price_fen = serializers.IntegerField(help_text="Lowest price of its variants, in fen")

    class Meta:
        model = Product
        fields = [
            "id",
            "slug",
            "name",
            "brand",
            "merchant",
            "cover",
            "price_fen",
            "currency",
            "in_stock",
            "sold_count",
            "note_count",
        ]


class ProductDetailSerializer(ProductSerializer):
    category = CategorySerializer(allow_null=True)
    photos = ProductPhotoSerializer(many=True)
    variants = SkuSerializer(many=True)

    class Meta(ProductSerializer.Meta):
        fields = [*ProductSerializer.Meta.fields, "category", "origin", "description", "photos", "variants"]


@extend_schema_view(
    get=extend_schema(
        parameters=[
            OpenApiParameter("sort", OpenApiTypes.STR, enum=list(SORTS), default="popular"),
            OpenApiParameter("category", OpenApiTypes.STR, description="Slug of a category"),
            OpenApiParameter("brand", OpenApiTypes.STR, description="Slug of a brand"),
        ]
    )
)
class ProductList(ListAPIView):
    """What is on sale, sold out included."""

    serializer_class = ProductSerializer
    pagination_class = KeysetPagination

    @property
    def order(self) -> tuple[str, ...]:
        sort = self.request.query_params.get("sort") or "popular"
        if sort not in SORTS:
            raise ValidationError({"sort": [f"one of: {', '.join(SORTS)}"]})
        return SORTS[sort]

    def get_queryset(self):
        products = Product.objects.on_sale().for_cards()
        for name in ("category", "brand"):
            if slug := self.request.query_params.get(name):
                products = products.filter(**{f"{name}__slug": slug})
        return products


class ProductDetail(RetrieveAPIView):
    serializer_class = ProductDetailSerializer
    lookup_field = "slug"

    def get_queryset(self):
        return Product.objects.on_sale().for_cards().for_page()


api_urls = [
    path("products/", ProductList.as_view(), name="product-list"),
    path("products/<str:slug>/", ProductDetail.as_view(), name="product-detail"),
]
