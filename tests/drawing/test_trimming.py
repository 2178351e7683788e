"""Of a style sheet that is made for everything, what our own pages can use, and no less."""

from web.trimming import trimmed, words_of

WORDS = words_of(['<p class="lead badge-{{ look }}">', "element.classList.add('told')"])


def test_rules_for_other_classes_go_and_all_others_stay() -> None:
    css = "p{a:b}.lead{a:b}.other{a:b}.told>.lead,.other .lead{a:b}#x:not(.other){a:b}"

    assert trimmed(css, WORDS) == "p{a:b}.lead{a:b}.told>.lead{a:b}#x:not(.other){a:b}"


def test_a_class_that_is_put_together_counts_by_its_beginning() -> None:
    assert trimmed(".badge-info{a:b}.badge{a:b}", WORDS) == ".badge-info{a:b}"


def test_what_a_condition_leaves_empty_goes_with_it() -> None:
    css = "@media(width>1px){.other{a:b}@supports(c:d){.other{a:b}}}@media print{.lead{a:b}}"

    assert trimmed(css, WORDS) == "@media print{.lead{a:b}}"


def test_frames_variables_and_brackets_are_left_as_they_are() -> None:
    css = '@keyframes turn{from{a:b}to{a:c}}:root{--x:1}:is(.lead,p) a{a:b}[title=",.x"]{a:b}'

    assert trimmed(css, WORDS | {"x"}) == css
