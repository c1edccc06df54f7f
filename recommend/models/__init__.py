from .search import NoteDocument, ProductDocument
from .similar import SimilarList

__all__ = ["NoteDocument", "ProductDocument", "SimilarList"]
