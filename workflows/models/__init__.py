"""Tables: columns, relationships and constraints, nothing else."""

from workflows.models.access import Account, ApiToken, CalendarFeed, SignInAttempt, WebSession
from workflows.models.campaigns import Award, Campaign, Criterion, Milestone, Offer, OfferOrgan, OfferPaper
from workflows.models.clocks import ClockStop, DeadlineExtension
from workflows.models.councils import Ballot, Council, CouncilSeat, CouncilSession, SessionMember, SessionNominee
from workflows.models.criteria import CriterionOverride, PlanFigure
from workflows.models.crossings import InstanceMigration
from workflows.models.decisions import Decision, DecisionItem, IssuedDocument, NumberSeries, RegisterEntry, RewardItem
from workflows.models.dossiers import Attachment, Blob, Dossier, DossierAccess, DossierOrgan, DossierRevision, Nominee
from workflows.models.draft_editing import DraftEditing
from workflows.models.duties import CampaignDuty, DutyUnit
from workflows.models.law import (
    BaseWage,
    CalendarYear,
    CouncilRule,
    DayOff,
    DueRule,
    LegalRegime,
    RewardRate,
    ShippedDay,
)
from workflows.models.migration_runs import MigrationRun, MigrationRunItem
from workflows.models.notices import Notice, NoticeSetting, QuietPeriod
from workflows.models.operation import Incident, Intervention
from workflows.models.organisation import Person, Position, Role, RoleAssignment, SigningCapacity, Unit, UnitSuccessor
from workflows.models.process_drafts import DraftFile, DraftReview, ProcessDraft
from workflows.models.processes import (
    DeployedFile,
    Deployment,
    DueTimer,
    ProcessDefinition,
    ProcessInstance,
    ProcessRetirement,
)
from workflows.models.recalculations import MovedDeadline, Recalculation
from workflows.models.records import HistoryEntry, IdempotencyKey, OutboxMessage
from workflows.models.reminders import ReminderRule, TaskEscalation
from workflows.models.replays import InstanceStep, Replay, ReplayedInstance
from workflows.models.revocations import Revocation
from workflows.models.scenarios import ScenarioResult, ScenarioRun
from workflows.models.tasks import TaskAnswers, TaskDraft, TaskSeparation, UserTask
from workflows.models.trials import DraftTrial

__all__ = [
    "Account",
    "ApiToken",
    "Attachment",
    "Award",
    "Ballot",
    "BaseWage",
    "Blob",
    "CalendarFeed",
    "CalendarYear",
    "Campaign",
    "CampaignDuty",
    "ClockStop",
    "Council",
    "CouncilRule",
    "CouncilSeat",
    "CouncilSession",
    "Criterion",
    "CriterionOverride",
    "DayOff",
    "DeadlineExtension",
    "Decision",
    "DecisionItem",
    "DeployedFile",
    "Deployment",
    "Dossier",
    "DossierAccess",
    "DossierOrgan",
    "DossierRevision",
    "DraftEditing",
    "DraftFile",
    "DraftReview",
    "DraftTrial",
    "DueRule",
    "DueTimer",
    "DutyUnit",
    "HistoryEntry",
    "IdempotencyKey",
    "Incident",
    "InstanceMigration",
    "InstanceStep",
    "Intervention",
    "IssuedDocument",
    "LegalRegime",
    "MigrationRun",
    "MigrationRunItem",
    "Milestone",
    "MovedDeadline",
    "Nominee",
    "Notice",
    "NoticeSetting",
    "NumberSeries",
    "Offer",
    "OfferOrgan",
    "OfferPaper",
    "OutboxMessage",
    "Person",
    "PlanFigure",
    "Position",
    "ProcessDefinition",
    "ProcessDraft",
    "ProcessInstance",
    "ProcessRetirement",
    "QuietPeriod",
    "Recalculation",
    "RegisterEntry",
    "ReminderRule",
    "Replay",
    "ReplayedInstance",
    "Revocation",
    "RewardItem",
    "RewardRate",
    "Role",
    "RoleAssignment",
    "ScenarioResult",
    "ScenarioRun",
    "SessionMember",
    "SessionNominee",
    "ShippedDay",
    "SignInAttempt",
    "SigningCapacity",
    "TaskAnswers",
    "TaskDraft",
    "TaskEscalation",
    "TaskSeparation",
    "Unit",
    "UnitSuccessor",
    "UserTask",
    "WebSession",
]
