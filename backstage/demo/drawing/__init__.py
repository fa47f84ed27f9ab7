"""The demo's pictures, drawn by code: portraits of nobody, sets that never were.

They stand in for photographs, so they are made as a photographer makes them. A head is built of solids that
flow into one another, posed, and lit by a key, a rim and a little fill; rays are followed to it and from it
to the lights, so that shadows fall where they must. Strands of hair are combed over it, what is behind is
out of focus, grain and a vignette come last. The seed decides everything: the same arguments give the same
bytes. (Another Pillow or numpy, or another processor's arithmetic, may differ in a last bit.)
"""

from backstage.demo.drawing.portraits import portrait
from backstage.demo.drawing.scenes import backstage_scene, poster
from backstage.demo.drawing.subjects import SUBJECTS
from backstage.demo.drawing.words import PictureWords

__all__ = ["SUBJECTS", "PictureWords", "backstage_scene", "portrait", "poster"]
