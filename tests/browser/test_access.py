"""The main pages for everybody: axe finds nothing against WCAG A and AA, in light and in dark, and nothing is missing or too wide."""

import pytest
from axe_core_python.base import AXE_SCRIPT

from commerce.actions import place_order, set_cart_line
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What is said about each element that breaks a rule: the rule, where, why.
RULES = """async () => {
  const rules = {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]};
  const {violations} = await axe.run(document, {resultTypes: ["violations"], runOnly: rules});
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html} ${node.failureSummary}`));
}"""
