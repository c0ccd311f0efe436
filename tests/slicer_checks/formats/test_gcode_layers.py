"""G-code: where a layer begins, and what belongs to it."""

from tests.gcode_files import laid, path_of


def test_layers_follow_the_height_of_what_is_laid() -> None:
    """A lower height begins a layer too, a lift does not, nor do steps that add up to the same."""
    text = "M3 S9 F60 G1 X1\nG0 Z5\nG0 X0\nG0 Z0\nG1 X2\nG0 Z-0.1\nG1 X3\n"
    steps = "G91 M3 S9 F60\n" + "G0 Z0.1\n" * 3 + "G1 X1\nG0 Z0.2\nG0 Z-0.2\nG1 X1\n"

    assert path_of(text).blocks.layer_z_mm.tolist() == [0, -0.1]
    assert path_of(steps).blocks.layer_z_mm.tolist() == [0.3]


def test_travel_belongs_to_the_layer_that_it_leads_to() -> None:
    """Jumps before a layer are its own; those after all metal are of the last layer."""
    text = "G0 X5\nM3 S9\nG1 X6 F60\nM5\nG0 X7 Z1\nM3\nG1 X8\nM5\nG0 X9\n"

    assert path_of(text).blocks.layer_offsets.tolist() == [0, 2, 5]


def test_a_lift_in_a_spiral_is_a_jump() -> None:
    """Some slicers lift by a full circle without filament, with its one turn as P."""
    toolpath = path_of("M83\nG1 X1 E1\nG17\nG2 Z.4 I1.2 J0 P1 F60000\nG1 X5\nG1 Z0\nG1 X6 E1\n")

    assert laid(toolpath) == [[[0, 0], [1, 0]], [[5, 0], [6, 0]]]
    assert toolpath.unread == ()
