"""The people, machines and hours of the busy lab."""

from datetime import UTC, date, datetime, time, timedelta

from printlab.records import (
    Base,
    Closure,
    Group,
    LabSetting,
    Machine,
    MachineDowntime,
    MachineReservation,
    Material,
    Membership,
    OperatorShift,
    Organisation,
    ParameterSet,
    User,
)

NOW = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)

PEOPLE = (
    ("student", "Sanne de Vries", "delta"),
    ("other", "Tom Bakker", "delta"),
    ("teacher", "Dr. Jansen", "delta"),
    ("operator", "Olaf Smit", "lab"),
    ("manager", "Mira Visser", "lab"),
    ("company", "Kees Koper", "koper"),
    ("rival", "Rik Rival", "rival"),
    ("admin", "Ada Beheer", "lab"),
)
"""Key, name and organisation; the key is the session key, and a role unless said below."""
ROLE_OF = {"other": "student", "rival": "company"}
ORGANISATIONS = (
    ("lab", "Delta AM lab", "lab"),
    ("delta", "Hogeschool Delta", "university"),
    ("koper", "Koper Techniek B.V.", "company"),
    ("rival", "Rival Metaal B.V.", "company"),
)
METALS = (("316L", 7.95, 5500), ("Ti6Al4V", 4.41, 21000), ("AlSi10Mg", 2.67, 7000))
MACHINES = (
    ("EOS M 290", "rectangle", 250.0, ("316L", "Ti6Al4V")),
    ("SLM 280 2.0", "rectangle", 280.0, ("AlSi10Mg", "316L")),
    ("TruPrint 1000", "circle", 98.0, ("Ti6Al4V",)),
)


def people() -> list[Base]:
    """Return organisations, people and their memberships."""
    rows: list[Base] = [
        Organisation(id=key, name=name, kind=kind) for key, name, kind in ORGANISATIONS
    ]
    rows.append(Group(id="am101", organisation_id="delta", name="Metal AM", code="AM101"))
    for key, name, organisation in PEOPLE:
        role = ROLE_OF.get(key, key)
        group = "am101" if role in {"student", "teacher"} else None
        rows.append(
            User(id=key, email=f"{key}@example.org", name=name, session_key=key, language="en")
        )
        rows.append(
            Membership(user_id=key, organisation_id=organisation, group_id=group, role=role)
        )
    return rows


def shop() -> list[Base]:
    """Return the machines, materials, hours and rules."""
    rows: list[Base] = [
        LabSetting(name="lab", value={"name": "Delta AM lab"}, changed_at=NOW),
        LabSetting(name="prices", value={"vat_percent": 21}, changed_at=NOW),
        Closure(organisation_id="lab", day=date(2026, 12, 25), reason="Christmas Day"),
    ]
    materials = {
        name: Material(
            id=name.lower(),
            organisation_id="lab",
            name=name,
            density_g_cm3=density,
            powder_cents_per_kg=cents,
            packing_fraction=0.6,
            source="Supplier's data sheet",
        )
        for name, density, cents in METALS
    }
    rows += materials.values()
    rows += [_parameter_set(name) for name in materials]
    for name, shape, side_mm, metals in MACHINES:
        rows.append(_machine(name, shape, side_mm, [materials[metal] for metal in metals]))
    rows += [
        OperatorShift(organisation_id="lab", weekday=day, starts=time(8), ends=time(17, 30))
        for day in range(5)
    ]
    rows.append(
        MachineDowntime(
            organisation_id="lab",
            machine_id="slm",
            starts_at=NOW + 120 * HOUR,
            ends_at=NOW + 144 * HOUR,
            reason="Yearly service",
        )
    )
    return rows


def closed(rival: Organisation) -> list[Base]:
    """Return a machine that is kept for a company."""
    owned = {"organisation_id": "lab"}
    return [
        MachineReservation(
            machine_id="slm",
            starts_at=NOW + 48 * HOUR,
            ends_at=NOW + 96 * HOUR,
            reason="Secret project",
            organisations=[rival],
            **owned,
        ),
    ]


def _parameter_set(material: str) -> ParameterSet:
    return ParameterSet(
        id=f"{material.lower()}-30",
        organisation_id="lab",
        name=f"{material} 30 µm",
        material_id=material.lower(),
        layer_mm=0.03,
        hatch_mm=0.1,
        contours=1,
        hatch_speed_mm_s=900,
        contour_speed_mm_s=400,
        jump_speed_mm_s=7000,
        delay_per_vector_us=50,
        power_w=195,
        source="Published parameter study",
    )


def _machine(name: str, shape: str, side_mm: float, materials: list[Material]) -> Machine:
    rectangle = shape == "rectangle"
    return Machine(
        id=name.split(maxsplit=1)[0].lower(),
        organisation_id="lab",
        name=name,
        machine_class="medium" if rectangle else "small",
        platform_shape=shape,
        platform_width_mm=side_mm if rectangle else None,
        platform_depth_mm=side_mm if rectangle else None,
        platform_diameter_mm=None if rectangle else side_mm,
        platform_margin_mm=5,
        height_mm=300,
        lasers=1,
        recoat_s=9,
        warm_up_s=3600,
        cool_down_s=7200,
        setup_s=3600,
        unload_s=3600,
        powder_change_s=10800,
        rate_cents_per_h=4500,
        loaded_material=materials[0],
        materials=materials,
        source="Maker's data sheet",
    )
