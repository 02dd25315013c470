"""The scenario in viewflow's own language. Its free edition splits into a fixed number of branches only."""

import sys
from datetime import timedelta

from viewflow import this
from viewflow.workflow import flow

from .models import AwardProcess

BALLOTS = int(sys.argv[1])
TERM = timedelta(days=20)


def _fan_out(split, node):
    for _ in range(BALLOTS):
        split = split.Next(node)
    return split


class AwardFlow(flow.Flow):
    """From submission to publication."""

    process_class = AwardProcess
    start = flow.StartHandle(this.begin).Next(this.submit)
    submit = flow.Handle().OnTimeout(TERM, this.late_submit, interrupting=False).Next(this.completeness)
    late_submit = flow.Function(this.nothing).Next(this.end_late)
    completeness = flow.Handle().OnTimeout(TERM, this.late_completeness, interrupting=False).Next(this.is_complete)
    late_completeness = flow.Function(this.nothing).Next(this.end_late)
    is_complete = flow.If(lambda each: each.process.complete).Then(this.eligibility).Else(this.supplement)
    supplement = flow.Handle().OnTimeout(TERM, this.late_supplement).Next(this.completeness)
    late_supplement = flow.Function(this.nothing).Next(this.end_late)
    eligibility = flow.Function(this.nothing).Next(this.is_eligible)
    is_eligible = flow.If(lambda each: each.process.amount <= 100000).Then(this.fork).Else(this.ineligible)
    fork = _fan_out(flow.Split(), this.vote)
    vote = flow.Handle().Next(this.join)
    join = flow.Join().Next(this.tally)
    tally = flow.Function(this.nothing).Next(this.appraisal)
    appraisal = flow.Handle().OnTimeout(TERM, this.late_appraisal, interrupting=False).Next(this.decision)
    late_appraisal = flow.Function(this.nothing).Next(this.end_late)
    decision = flow.Handle().OnTimeout(TERM, this.late_decision, interrupting=False).Next(this.is_approved)
    late_decision = flow.Function(this.nothing).Next(this.end_late)
    is_approved = flow.If(lambda each: each.process.approved).Then(this.publish).Else(this.rejected)
    publish = flow.Handle().OnTimeout(TERM, this.late_publish, interrupting=False).Next(this.published)
    late_publish = flow.Function(this.nothing).Next(this.end_late)
    published = flow.End()
    ineligible = flow.End()
    rejected = flow.End()
    end_late = flow.End()

    def begin(self, activation, **facts):
        """Begin."""
        return activation.process

    def nothing(self, activation):
        """Stand for a script."""
