"""An offer that can be started, with a small diagram of its own: prepare, examine, and withdraw meanwhile."""

from datetime import date

from sqlalchemy.orm import Session

from tests import dossiers, factories
from workflows import dates, models, policy
from workflows.clock import utcnow

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions_small" targetNamespace="urn:trinhkhen:bpmn">
  <bpmn:collaboration id="collaboration_small">
    <bpmn:participant id="pool_small" name="Nhỏ" processRef="department_certificate" />
  </bpmn:collaboration>
  <bpmn:process id="department_certificate" name="Nhỏ" isExecutable="true">
    <bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Đơn vị">
      <bpmn:flowNodeRef>begin</bpmn:flowNodeRef><bpmn:flowNodeRef>compile_dossier</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>consider</bpmn:flowNodeRef><bpmn:flowNodeRef>done</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>catch_withdrawal</bpmn:flowNodeRef><bpmn:flowNodeRef>end_withdrawn</bpmn:flowNodeRef>
    </bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="begin"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="compile_dossier" name="Lập hồ sơ đề nghị">
      <bpmn:extensionElements><spiffworkflow:properties>
        <spiffworkflow:property name="formKey" value="dossier" />
        <spiffworkflow:property name="candidateGroup" value="submitting_officer" />
        <spiffworkflow:property name="organ" value="submitting_unit" />
        <spiffworkflow:property name="outcomes" value="sign" />
      </spiffworkflow:properties></bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:subProcess id="consider" name="Xét">
      <bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing>
      <bpmn:startEvent id="begin_inner"><bpmn:outgoing>g1</bpmn:outgoing></bpmn:startEvent>
      <bpmn:userTask id="examine" name="Thẩm định">
        <bpmn:extensionElements><spiffworkflow:properties>
          <spiffworkflow:property name="formKey" value="examine" />
          <spiffworkflow:property name="candidateGroup" value="appraisal_specialist" />
          <spiffworkflow:property name="organ" value="department" />
          <spiffworkflow:property name="outcomes" value="approve" />
        </spiffworkflow:properties></bpmn:extensionElements>
        <bpmn:incoming>g1</bpmn:incoming><bpmn:outgoing>g2</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:endEvent id="end_inner"><bpmn:incoming>g2</bpmn:incoming></bpmn:endEvent>
      <bpmn:sequenceFlow id="g1" sourceRef="begin_inner" targetRef="examine" />
      <bpmn:sequenceFlow id="g2" sourceRef="examine" targetRef="end_inner" />
    </bpmn:subProcess>
    <bpmn:boundaryEvent id="catch_withdrawal" name="Rút" attachedToRef="consider">
      <bpmn:outgoing>f4</bpmn:outgoing>
      <bpmn:messageEventDefinition id="catch_withdrawal_definition" messageRef="message_withdraw_dossier" />
    </bpmn:boundaryEvent>
    <bpmn:endEvent id="end_withdrawn" name="Đã rút">
      <bpmn:extensionElements><spiffworkflow:properties>
        <spiffworkflow:property name="dossierStatus" value="withdrawn" />
      </spiffworkflow:properties></bpmn:extensionElements>
      <bpmn:incoming>f4</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:endEvent id="done" name="Xong"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="compile_dossier" />
    <bpmn:sequenceFlow id="f2" sourceRef="compile_dossier" targetRef="consider" />
    <bpmn:sequenceFlow id="f3" sourceRef="consider" targetRef="done" />
    <bpmn:sequenceFlow id="f4" sourceRef="catch_withdrawal" targetRef="end_withdrawn" />
  </bpmn:process>
  <bpmn:message id="message_withdraw_dossier" name="withdraw_dossier" />
</bpmn:definitions>
"""


class Offered:
    """An offer whose plan named units of before the merger, and the people of the units that stand for them today."""

    def __init__(self, session: Session):
        old = factories.unit(session, name="Chi cục cũ", valid_to=date(2025, 6, 30))
        self.unit = factories.unit(session, name="Chi cục mới", valid_from=date(2025, 7, 1))
        elsewhere = factories.unit(session, name="Sở Y tế")
        department = factories.unit(session, name="Sở Nông nghiệp và Môi trường")
        session.add_all(
            models.UnitSuccessor(unit_id=old.id, successor_id=later.id, takes=takes, confidence="read")
            for later, takes in ((elsewhere, "trẻ em"), (self.unit, "giảm nghèo, khuyến nông"))
        )
        campaign = factories.campaign(session, code="KG", plan={"running": {"task": "giảm nghèo"}})
        self.offer = factories.offer(session, campaign, variables={"needs_party_opinion": False})
        self.offer.organs = [
            models.OfferOrgan(organ="submitting_unit", unit_id=old.id),
            models.OfferOrgan(organ="department", unit_id=department.id),
        ]
        self.department = department
        self.other_unit = elsewhere
        self.officer = _actor(session, factories.officer(session, "submitting_officer", self.unit))
        self.head = _actor(session, factories.officer(session, "submitting_head", self.unit))
        self.outsider = _actor(session, factories.officer(session, "submitting_officer", elsewhere))
        self.examiner = _actor(session, factories.officer(session, "appraisal_specialist", department))
        deployment = factories.deployment(session)
        session.add(models.DeployedFile(deployment_id=deployment.id, name="small.bpmn", content=DIAGRAM))
        dossiers.deploy_forms(session, deployment)
        factories.definition(session, deployment=deployment)
        session.flush()


def _actor(session: Session, person: models.Person) -> policy.Actor:
    account = factories.account(session, person)
    return policy.load_actor(session, account.id, dates.local_date(utcnow()))
