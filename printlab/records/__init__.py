"""The nouns of the lab as rows: one noun per module, all of them listed here."""

from printlab.records.approval import DECISIONS as DECISIONS
from printlab.records.approval import Approval as Approval
from printlab.records.audit_entry import AuditEntry as AuditEntry
from printlab.records.base import Base as Base
from printlab.records.base import FileReference as FileReference
from printlab.records.base import JsonObject as JsonObject
from printlab.records.base import Record as Record
from printlab.records.base import UtcDateTime as UtcDateTime
from printlab.records.base import new_id as new_id
from printlab.records.build import BUILD_STATES as BUILD_STATES
from printlab.records.build import Build as Build
from printlab.records.closure import Closure as Closure
from printlab.records.group import Group as Group
from printlab.records.job import JOB_STATES as JOB_STATES
from printlab.records.job import Job as Job
from printlab.records.lab_setting import LabSetting as LabSetting
from printlab.records.machine import PLATFORM_SHAPES as PLATFORM_SHAPES
from printlab.records.machine import Machine as Machine
from printlab.records.machine import machine_material as machine_material
from printlab.records.machine_downtime import MachineDowntime as MachineDowntime
from printlab.records.machine_reservation import MachineReservation as MachineReservation
from printlab.records.machine_reservation import (
    machine_reservation_organisation as machine_reservation_organisation,
)
from printlab.records.material import Material as Material
from printlab.records.membership import Membership as Membership
from printlab.records.number_series import NumberSeries as NumberSeries
from printlab.records.operation import OPERATION_STATES as OPERATION_STATES
from printlab.records.operation import Operation as Operation
from printlab.records.operation import operation_build as operation_build
from printlab.records.operator_shift import OperatorShift as OperatorShift
from printlab.records.organisation import ORGANISATION_KINDS as ORGANISATION_KINDS
from printlab.records.organisation import Organisation as Organisation
from printlab.records.parameter_set import ParameterSet as ParameterSet
from printlab.records.part import Part as Part
from printlab.records.part_revision import REVISION_STATES as REVISION_STATES
from printlab.records.part_revision import PartRevision as PartRevision
from printlab.records.placement import Placement as Placement
from printlab.records.plan import PLAN_STATES as PLAN_STATES
from printlab.records.plan import Plan as Plan
from printlab.records.powder_lot import POWDER_LOT_STATES as POWDER_LOT_STATES
from printlab.records.powder_lot import PowderLot as PowderLot
from printlab.records.quote import QUOTE_STATES as QUOTE_STATES
from printlab.records.quote import Quote as Quote
from printlab.records.revision_picture import RevisionPicture as RevisionPicture
from printlab.records.station import STATION_KINDS as STATION_KINDS
from printlab.records.station import Station as Station
from printlab.records.station_downtime import StationDowntime as StationDowntime
from printlab.records.submission import SUBMISSION_STATES as SUBMISSION_STATES
from printlab.records.submission import Submission as Submission
from printlab.records.task import TASK_STATES as TASK_STATES
from printlab.records.task import Task as Task
from printlab.records.toolpath import Toolpath as Toolpath
from printlab.records.user import User as User

__all__ = [
    "BUILD_STATES",
    "DECISIONS",
    "JOB_STATES",
    "OPERATION_STATES",
    "ORGANISATION_KINDS",
    "PLAN_STATES",
    "PLATFORM_SHAPES",
    "POWDER_LOT_STATES",
    "QUOTE_STATES",
    "REVISION_STATES",
    "STATION_KINDS",
    "SUBMISSION_STATES",
    "TASK_STATES",
    "Approval",
    "AuditEntry",
    "Base",
    "Build",
    "Closure",
    "FileReference",
    "Group",
    "Job",
    "JsonObject",
    "LabSetting",
    "Machine",
    "MachineDowntime",
    "MachineReservation",
    "Material",
    "Membership",
    "NumberSeries",
    "Operation",
    "OperatorShift",
    "Organisation",
    "ParameterSet",
    "Part",
    "PartRevision",
    "Placement",
    "Plan",
    "PowderLot",
    "Quote",
    "Record",
    "RevisionPicture",
    "Station",
    "StationDowntime",
    "Submission",
    "Task",
    "Toolpath",
    "User",
    "UtcDateTime",
    "machine_material",
    "machine_reservation_organisation",
    "new_id",
    "operation_build",
]
