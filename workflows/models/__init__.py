"""Tables: columns, relationships and constraints, nothing else."""

from workflows.models.access import Account, ApiToken, SignInAttempt, WebSession
from workflows.models.campaigns import Award, Campaign, Criterion, Milestone, Offer, OfferOrgan, OfferPaper
from workflows.models.councils import Ballot, Council, CouncilSeat, CouncilSession, SessionMember, SessionNominee
from workflows.models.criteria import CriterionOverride, PlanFigure
from workflows.models.crossings import InstanceMigration
from workflows.models.decisions import Decision, DecisionItem, IssuedDocument, NumberSeries, RegisterEntry, RewardItem
from workflows.models.dossiers import Attachment, Blob, Dossier, DossierAccess, DossierOrgan, DossierRevision, Nominee
from workflows.models.law import BaseWage, CouncilRule, DayOff, DueRule, LegalRegime, RewardRate
from workflows.models.operation import Incident, Intervention
from workflows.models.organisation import Person, Position, Role, RoleAssignment, SigningCapacity, Unit, UnitSuccessor
from workflows.models.processes import DeployedFile, Deployment, DueTimer, ProcessDefinition, ProcessInstance
from workflows.models.records import HistoryEntry, IdempotencyKey, OutboxMessage
from workflows.models.tasks import TaskAnswers, TaskDraft, TaskSeparation, UserTask

__all__ = [
    "Account",
    "ApiToken",
    "Attachment",
    "Award",
    "Ballot",
    "BaseWage",
    "Blob",
    "Campaign",
    "Council",
    "CouncilRule",
    "CouncilSeat",
    "CouncilSession",
    "Criterion",
    "CriterionOverride",
    "DayOff",
    "Decision",
    "DecisionItem",
    "DeployedFile",
    "Deployment",
    "Dossier",
    "DossierAccess",
    "DossierOrgan",
    "DossierRevision",
    "DueRule",
    "DueTimer",
    "HistoryEntry",
    "IdempotencyKey",
    "Incident",
    "InstanceMigration",
    "Intervention",
    "IssuedDocument",
    "LegalRegime",
    "Milestone",
    "Nominee",
    "NumberSeries",
    "Offer",
    "OfferOrgan",
    "OfferPaper",
    "OutboxMessage",
    "Person",
    "PlanFigure",
    "Position",
    "ProcessDefinition",
    "ProcessInstance",
    "RegisterEntry",
    "RewardItem",
    "RewardRate",
    "Role",
    "RoleAssignment",
    "SessionMember",
    "SessionNominee",
    "SignInAttempt",
    "SigningCapacity",
    "TaskAnswers",
    "TaskDraft",
    "TaskSeparation",
    "Unit",
    "UnitSuccessor",
    "UserTask",
    "WebSession",
]
