"""Loads the demo as `manage.py load_demo` does, with pictures of half the width: these tests look at pages.

That the pictures themselves come out right is told by `tests/backstage/demo`.
"""

from django.core.management import execute_from_command_line

from backstage.demo.drawing import portraits, scenes

# One film of the demo plays on a service whose player its page may load.
ELSEWHERE = "https://www.youtube.com/watch?v=abcdefghijk"


def halved(size: tuple[int, int]) -> tuple[int, int]:
    return size[0] // 2, size[1] // 2


if __name__ in {"__main__", "__mp_main__"}:  # the second is its name in the processes that draw
    portraits.PORTRAIT_SIZE, portraits.SCULPTED = halved(portraits.PORTRAIT_SIZE), halved(portraits.SCULPTED)
    scenes.SCENE_SIZE, scenes.POSTER_SIZE = halved(scenes.SCENE_SIZE), halved(scenes.POSTER_SIZE)

if __name__ == "__main__":
    execute_from_command_line(["manage.py", "load_demo"])
    link = f"Film.objects.filter(external_url__contains='si-scende-tutti').update(external_url='{ELSEWHERE}')"
    execute_from_command_line(["manage.py", "shell", "-v0", "-c", link])
