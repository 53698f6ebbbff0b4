"""What an entry of the audit log says, in words. Pure."""

SENTENCES = {
    "accounts.project.create": "created the project {target}",
    "accounts.project.update": "changed the project {target}",
    "accounts.project.delete": "deleted the project {target}",
    "accounts.key.create": "created the key {target}…",
    "accounts.key.revoke": "revoked the key {target}…",
    "accounts.user.create": "created the account of {target}",
    "accounts.user.update": "changed the account of {target}",
    "accounts.user.deactivate": "deactivated {target}",
    "accounts.user.activate": "activated {target} again",
    "accounts.user.reset_password": "gave {target} a new password",
    "accounts.invitation.create": "invited {target}",
    "accounts.invitation.withdraw": "withdrew the invitation of {target}",
    "accounts.team.create": "created the team {target}",
    "accounts.team.update": "changed the team {target}",
    "accounts.team.archive": "archived the team {target}",
    "accounts.team.restore": "restored the team {target}",
    "accounts.team.delete": "deleted the team {target}",
    "accounts.organisation.update": "changed the organisation {target}",
    "accounts.exchange_rate.update": "set the exchange rate of {target}",
    "prices.catalogue.sync": "took over the price catalogue {target}",
    "prices.price.set": "set the price of {target}",
    "attribution.rule.create": "added the attribution rule {target}",
    "attribution.rule.update": "changed the attribution rule {target}",
    "attribution.rule.move": "moved the attribution rule {target}",
    "attribution.rule.switch_off": "switched off the attribution rule {target}",
    "budgets.budget.create": "created the budget {target}",
    "budgets.budget.update": "changed the budget {target}",
    "budgets.budget.archive": "archived the budget {target}",
    "budgets.budget.restore": "restored the budget {target}",
    "notifications.channel.create": "created the channel {target}",
    "notifications.channel.update": "changed the channel {target}",
    "notifications.channel.pause": "paused the channel {target}",
    "notifications.channel.resume": "let the channel {target} be told again",
    "notifications.channel.archive": "archived the channel {target}",
    "notifications.channel.rotate": "gave the channel {target} a new secret",
    "notifications.alert.acknowledge": "acknowledged the alert {target}",
    "notifications.alert.withdraw": "took back that they look after the alert {target}",
    "notifications.silence.create": "silenced {target}",
    "notifications.silence.end": "ended the silence of {target}",
    "notifications.test": "sent a test to {target}",
    "notifications.try_again": "had a message to {target} tried again",
    "anomalies.anomaly.expect": "marked as expected: {target}",
    "anomalies.anomaly.unexpect": "took back that it is expected: {target}",
    "anomalies.threshold.set": "set from when on anomalies are told: {target}",
    "journeys.journey.define": "said what the journey {target} is",
    "journeys.worth.state": "said what a run of {target} is worth",
    "journeys.worth.withdraw": "took back what a run of {target} is worth",
    "slos.slo.create": "created the SLO {target}",
    "slos.slo.update": "changed the SLO {target}",
    "slos.slo.archive": "archived the SLO {target}",
    "spend.view.delete": "deleted the shared view {target}",
    "traces.content.read": "read prompts and completions of {target}",
}


def sentence(action: str, target: str) -> str:
    """What was done, to follow the name of who did it; an action without words is named."""
    return SENTENCES.get(action, f"{action} {{target}}").replace("{target}", target)


def title(action: str) -> str:
    """An action as a choice of the filter: `Key revoke`."""
    return " ".join(action.split(".")[1:]).replace("_", " ").capitalize() or action
