"""Names that a program cannot tell from others."""

from pytest_django import DjangoAssertNumQueries

from provino.exports.collisions import Collision, collision_words, find_collisions
from provino.exports.programs import program_named
from provino.galleries.models import Gallery, Photo
from tests.factories import make_gallery, make_photo

LIGHTROOM = program_named("lightroom")
PLAIN = program_named("plain_text")


def _photos(gallery: Gallery, *paths: str) -> list[Photo]:
    return [make_photo(gallery=gallery, original_name=path.rpartition("/")[2], relative_path=path) for path in paths]


def test_collisions_name_photos_that_contain_a_chosen_name(db: None) -> None:
    gallery = make_gallery()
    chosen = _photos(gallery, "IMG_4026.JPG")
    _photos(gallery, "IMG_4026-2.jpg", "img_4026_bw.jpg", "IMG_4027.JPG")
    assert find_collisions(gallery, chosen=chosen, program=LIGHTROOM) == [
        Collision(name="IMG_4026", also=("IMG_4026-2.jpg", "img_4026_bw.jpg"))
    ]


def test_collisions_ignore_other_chosen_photos_and_raw_of_the_same_frame(db: None) -> None:
    gallery = make_gallery()
    chosen = _photos(gallery, "W-1.JPG", "W-10.JPG")
    _photos(gallery, "W-1.CR3")
    assert find_collisions(gallery, chosen=chosen, program=LIGHTROOM) == []


def test_collisions_name_the_folders_of_a_double(db: None) -> None:
    gallery = make_gallery()
    chosen = _photos(gallery, "Karta 1/IMG_4019.JPG")
    _photos(gallery, "Karta 2/IMG_4019.jpg")
    assert find_collisions(gallery, chosen=chosen, program=LIGHTROOM) == [
        Collision(name="IMG_4019", folders=("Karta 1", "Karta 2"))
    ]


def test_collisions_of_plain_text_are_equal_whole_names_only(db: None) -> None:
    gallery = make_gallery()
    chosen = _photos(gallery, "a/X.JPG", "a/W-1.JPG")
    _photos(gallery, "b/X.JPG", "b/W-1.CR3", "b/W-10.JPG")
    assert find_collisions(gallery, chosen=chosen, program=PLAIN) == [Collision(name="X.JPG", folders=("a", "b"))]


def test_collisions_name_the_character_a_program_splits_at(db: None) -> None:
    gallery = make_gallery()
    chosen = _photos(gallery, "Ania, Piotr.jpg", "IMG_1 kopia.jpg")
    found = find_collisions(gallery, chosen=chosen, program=LIGHTROOM)
    assert [(collision.name, collision.split) for collision in found] == [("Ania, Piotr", ","), ("IMG_1 kopia", " ")]


def test_collisions_compare_accents_in_one_form(db: None) -> None:
    gallery = make_gallery()
    chosen = _photos(gallery, "za\u017co\u0301c.jpg")
    _photos(gallery, "Za\u017c\u00f3c-2.jpg")
    assert find_collisions(gallery, chosen=chosen, program=LIGHTROOM)[0].also == ("Za\u017c\u00f3c-2.jpg",)


def test_collisions_cost_one_query(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    gallery = make_gallery()
    chosen = _photos(gallery, "A.JPG", "B.JPG")
    _photos(gallery, "A-2.JPG", "B-2.JPG")
    with django_assert_num_queries(1):
        assert len(find_collisions(gallery, chosen=chosen, program=LIGHTROOM)) == 2


def test_collision_words_name_at_most_five_others() -> None:
    assert collision_words(Collision("W-1", also=("W-10.JPG",))) == "W-1 also finds W-10.JPG."
    many = tuple(f"W-1{n}" for n in range(7))
    assert collision_words(Collision("W-1", also=many)) == "W-1 also finds W-10, W-11, W-12, W-13, W-14 and 2 more."


def test_collision_words_say_folder_or_character() -> None:
    assert collision_words(Collision("X", folders=("", "b"))) == "X lies in several folders: the top folder, b."
    assert collision_words(Collision("a,b", split=",")).startswith("a,b has , in it")
    assert collision_words(Collision("a b", split=" ")).startswith("a b has a blank in it")
