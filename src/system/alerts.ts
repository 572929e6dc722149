import type { SecretRef } from "../data/index.ts";
import { type Duration, milliseconds } from "../kernel/index.ts";
import { deepFrozen } from "./frozen.ts";

/** What tells a channel of a webhook's kind where to go. */
export interface WebhookOptions {
  /** http or https. An address that is a secret itself stands in the environment: `env("SLACK_URL")`. */
  readonly url: string | SecretRef;
  readonly headers?: Readonly<Record<string, string | SecretRef>>;
  /** The longest that one message may take. Default "10s". */
  readonly timeout?: Duration;
}

export interface EmailOptions {
  readonly to: string | readonly string[];
  readonly from: string;
  /** The server that takes mail. */
  readonly host: string | SecretRef;
  /** Default 587; with `tls`, 465. */
  readonly port?: number;
  /** `starttls` refuses a server without it; `none` is for a server on this machine or a closed network. Default "starttls". */
  readonly security?: "starttls" | "tls" | "none";
  readonly user?: string | SecretRef;
  readonly password?: SecretRef;
  readonly timeout?: Duration;
}

export interface AlertmanagerOptions {
  /** Where Alertmanager listens, such as `http://alertmanager:9093`. */
  readonly url: string | SecretRef;
  /** Added to every alert's own. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string | SecretRef>>;
  readonly timeout?: Duration;
}

/** A way to reach people, as data. */
export type ChannelRef =
  | { readonly channel: "terminal" }
  | ({ readonly channel: "webhook" } & WebhookOptions)
  | ({ readonly channel: "email" } & EmailOptions)
  | ({ readonly channel: "alertmanager" } & AlertmanagerOptions);

/** Who hears of alerts, as a system file writes it. */
export interface AlertOptions<Name extends string = string> {
  /** In the order in which they are told when nobody answers. */
  readonly channels: Readonly<Record<Name, ChannelRef>>;
  /** Who is told of something that makes people get up. Default: every channel. */
  readonly page?: readonly NoInfer<Name>[];
  /** Who is told of something to look at today. Default: as `page`. */
  readonly warning?: readonly NoInfer<Name>[];
  /** Who is told of something to read some day. Default: nobody; `alidade alerts` lists it. */
  readonly notice?: readonly NoInfer<Name>[];
  /** What nobody acknowledges for so long becomes louder, and one more channel is told. Default "1h". */
  readonly escalateAfter?: Duration;
  /** What shows nothing new for so long is quiet. Default "24h". */
  readonly quietAfter?: Duration;
}

/** Who hears of alerts, settled. */
export type AlertPlan = Required<AlertOptions>;

const ESCALATE_AFTER = "1h";
const QUIET_AFTER = "24h";

const NOBODY: AlertOptions = { channels: {} };

/** With all that may be left out; without `alerts` nobody is told, and alerts are kept all the same. */
export function settleAlerts(options: AlertOptions | undefined): AlertPlan {
  const { channels, ...rest } = options ?? NOBODY;
  const { page = Object.keys(channels), notice = [], escalateAfter = ESCALATE_AFTER, quietAfter = QUIET_AFTER } = rest;
  const { warning = page } = rest;
  return deepFrozen({ channels, page, warning, notice, escalateAfter, quietAfter });
}

/** The times of a plan in milliseconds, and how often an alert may be raised: once for each channel, and once at least. */
export function alertTimes({ channels, escalateAfter, quietAfter }: AlertPlan): {
  readonly escalateMs: number;
  readonly quietMs: number;
  readonly mostEscalations: number;
} {
  return {
    escalateMs: milliseconds(escalateAfter),
    quietMs: milliseconds(quietAfter),
    mostEscalations: Math.max(1, Object.keys(channels).length),
  };
}
