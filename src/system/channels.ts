import { isSecretRef, type SecretRef } from "../data/index.ts";
import type { AlertmanagerOptions, ChannelRef, EmailOptions, WebhookOptions } from "./alerts.ts";
import { duration } from "./checks/common-forms.ts";
import { show } from "./checks/form.ts";
import { checkPassed } from "./checks/options.ts";
import { systemInvalid } from "./errors.ts";
import { deepFrozen } from "./frozen.ts";

/**
 * Tells a webhook, in JSON that Slack, Mattermost and Rocket.Chat understand. Throws `system.invalid`.
 *
 * @example webhook({ url: env("SLACK_URL") })
 */
export function webhook(options: WebhookOptions): ChannelRef {
  checkPassed("webhook", options, ["url", "headers", "timeout"]);
  checkWeb("webhook", options);
  return deepFrozen({ channel: "webhook", ...options });
}

/**
 * Tells a Prometheus Alertmanager, which then does its own grouping and routing. Throws `system.invalid`.
 *
 * @example alertmanager({ url: "http://alertmanager:9093", labels: { team: "growth" } })
 */
export function alertmanager(options: AlertmanagerOptions): ChannelRef {
  checkPassed("alertmanager", options, ["url", "labels", "headers", "timeout"]);
  checkWeb("alertmanager", options);
  for (const [name, value] of Object.entries(options.labels ?? {}))
    if (!/^[A-Za-z_]\w*$/.test(name) || typeof value !== "string")
      refuse(`alertmanager.labels.${name}`, "must be a text, by a name of letters, digits and underscores", value);
  return deepFrozen({ channel: "alertmanager", ...options });
}

/**
 * Sends mail through a server that takes it. Throws `system.invalid`.
 *
 * @example email({ to: "ops@example.com", from: "alidade@example.com", host: "smtp.example.com", user: "alidade", password: env("SMTP_PASSWORD") })
 */
export function email(options: EmailOptions): ChannelRef {
  checkPassed("email", options, ["to", "from", "host", "port", "security", "user", "password", "timeout"]);
  const { to, from, host, port, security = "starttls", user, password, timeout } = options;
  const all = typeof to === "string" ? [to] : to;
  if (!Array.isArray(all) || all.length === 0 || all.length > MOST_RECIPIENTS)
    refuse("email.to", `must be an address, or 1 to ${MOST_RECIPIENTS} of them`, to);
  for (const one of all) checkAddress("email.to", one);
  checkAddress("email.from", from);
  if (!isSecretRef(host) && !/^[\w.:-]{1,253}$/.test(String(host)))
    refuse("email.host", "must be the name or address of a server, without a port", host);
  if (port !== undefined && !(Number.isSafeInteger(port) && port > 0 && port < 65_536))
    refuse("email.port", "must be a whole number from 1 to 65535", port);
  if (!["starttls", "tls", "none"].includes(security))
    refuse("email.security", 'must be "starttls", "tls" or "none"', security);
  if ((user === undefined) !== (password === undefined))
    refuse(
      user === undefined ? "email.user" : "email.password",
      "is needed: either both are given, or neither",
      undefined,
    );
  if (password !== undefined && !isSecretRef(password))
    throw systemInvalid({
      where: "email.password",
      problem: 'must stand in the environment, as in `env("SMTP_PASSWORD")`',
    });
  checkTimeout("email", timeout);
  return deepFrozen({ channel: "email", ...options });
}

/** Writes a line where the program runs that looks after the alerts. It is told of everything else besides. */
export function terminal(): ChannelRef {
  return Object.freeze({ channel: "terminal" });
}

const MOST_RECIPIENTS = 50;

function checkWeb(word: string, { url, headers, timeout }: Pick<WebhookOptions, "url" | "headers" | "timeout">): void {
  if (!isSecretRef(url)) checkAddressOfWeb(`${word}.url`, String(url));
  for (const [name, value] of Object.entries(headers ?? {})) checkHeader(`${word}.headers.${name}`, name, value);
  checkTimeout(word, timeout);
}

/** What came is not repeated: an address may be a secret. */
function checkAddressOfWeb(where: string, url: string): void {
  const example = 'or stand in the environment, as in `env("SLACK_URL")`';
  if (!/^https?:\/\/[^/\s@]*@/i.test(url) && !/^https?:\/\/[\w.[\]:-]+(?:[/?#]\S*)?$/i.test(url))
    throw systemInvalid({ where, problem: `must be an address that begins with https:// or http://, ${example}` });
  if (/^https?:\/\/[^/]*@/i.test(url))
    throw systemInvalid({
      where,
      problem: "takes no password in it: put it into `headers` with env(), or the whole address into the environment",
    });
}

function checkHeader(where: string, name: string, value: string | SecretRef): void {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) refuse(where, "is no name of a header", name);
  if (!isSecretRef(value) && (typeof value !== "string" || /[\r\n\0]/.test(value)))
    refuse(where, "must be one line of text, or env()", value);
}

/** One address without a name beside it: nothing in it can end a line or begin another recipient. */
function checkAddress(where: string, value: unknown): void {
  if (
    typeof value !== "string" ||
    value.length > 254 ||
    !/^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value)
  )
    refuse(where, "must be an address such as ops@example.com", value);
}

function checkTimeout(word: string, timeout: unknown): void {
  const wanted = timeout === undefined ? undefined : duration(timeout);
  if (wanted !== undefined) refuse(`${word}.timeout`, `must be ${wanted}`, timeout);
}

function refuse(where: string, must: string, got: unknown): never {
  throw systemInvalid({ where, problem: `${must}. Got ${show(got)}` });
}
