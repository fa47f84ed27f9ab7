"""The demo's pictures, drawn by code with Pillow alone: portraits of nobody, sets that never were.

They stand in for photographs, so they are built as a photographer would build them. A head is a small
relief sculpted out of soft bumps, lit by a key that casts real shadows on it and by a rim light; hair is
drawn strand by strand; what is behind is out of focus; grain and a vignette come last. The seed decides
everything: the same arguments give the same bytes. (Another Pillow, or another processor's arithmetic, may
differ in a last bit.)
"""

from backstage.demo.drawing.portraits import portrait
from backstage.demo.drawing.scenes import backstage_scene, poster
from backstage.demo.drawing.subjects import SUBJECTS
from backstage.demo.drawing.words import PictureWords

__all__ = ["SUBJECTS", "PictureWords", "backstage_scene", "portrait", "poster"]
