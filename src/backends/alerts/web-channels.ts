import { type Environment, secretsIn } from "../../data/index.ts";
import type { AlertmanagerOptions, WebhookOptions } from "../../system/index.ts";
import type { Channel } from "../../watch/index.ts";
import { alertmanagerAlerts } from "./alertmanager-alerts.ts";
import { postJson } from "./post-json.ts";
import { slackMessage } from "./slack-message.ts";

/** A webhook that understands Slack's messages. Secrets are looked up in the environment for each message. */
export function webhookChannel(options: WebhookOptions, environment: Environment): Channel {
  return {
    tell: (telling, signal) => postJson(options, slackMessage(telling), { secrets: secretsIn(environment), signal }),
  };
}

/** A Prometheus Alertmanager, by version 2 of its interface. */
export function alertmanagerChannel(options: AlertmanagerOptions, environment: Environment): Channel {
  const target = { ...options, path: "/api/v2/alerts" };
  return {
    tell: (telling, signal) =>
      postJson(target, alertmanagerAlerts(telling, options.labels), { secrets: secretsIn(environment), signal }),
  };
}
