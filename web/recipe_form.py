"""The form that asks for the toolpath of a build, and a recipe told in words."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from printlab.recipe import Recipe, Skin, layers_refusal, recipe_from
from printlab.records import JsonObject
from web.fields import number_field, whole_field
from web.localise import number

__all__ = ["PATTERN_WORDS", "asked_recipe", "recipe_words"]

PATTERN_WORDS: tuple[tuple[str, object], ...] = (
    ("", _l("As the parameter set says")),
    ("stripe", _l("In stripes")),
    ("meander", _l("To and fro")),
    ("island", _l("On a chessboard")),
)
"""Patterns of the hatch, by the names of `slicer_checks.scanstrategy.PATTERNS`."""


def asked_recipe(form: Mapping[str, str]) -> Recipe:
    """Read the form; an empty field is as usual."""
    return Recipe(
        pattern=form.get("pattern", "").strip(),
        support_mm=number_field(form, "support_mm", Recipe().support_mm),
        up_skin=_skin(form, "up_skin"),
        down_skin=_skin(form, "down_skin"),
    )


def _skin(form: Mapping[str, str], name: str) -> Skin:
    return Skin(
        layers=whole_field(form, f"{name}_layers", 0, layers_refusal(name)),
        power_w=number_field(form, f"{name}_power_w", 0.0),
        speed_mm_s=number_field(form, f"{name}_speed_mm_s", 0.0),
    )


def recipe_words(document: JsonObject) -> str:
    """Say in one line how a toolpath was asked to be made."""
    recipe = recipe_from(document)
    pattern = str(dict(PATTERN_WORDS)[recipe.pattern])
    said = [pattern[:1].lower() + pattern[1:]]
    if recipe.support_mm:
        said.append(_("supports every %(distance)s mm", distance=number(recipe.support_mm, 2)))
    else:
        said.append(_("no supports"))
    for skin, word in ((recipe.down_skin, _("down-skin")), (recipe.up_skin, _("up-skin"))):
        if skin.layers:
            said.append(f"{word}: {_skin_words(skin)}")
    return str(_("Made by the lab: %(how)s", how="; ".join(said)))


def _skin_words(skin: Skin) -> str:
    said = [ngettext("%(num)s layer", "%(num)s layers", skin.layers)]
    if skin.power_w:
        said.append(f"{number(skin.power_w, 1)} W")
    if skin.speed_mm_s:
        said.append(f"{number(skin.speed_mm_s, 1)} mm/s")
    return ", ".join(said)
