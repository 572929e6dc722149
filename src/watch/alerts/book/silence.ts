import type { Instant } from "../../../kernel/index.ts";
import { type Alert, type Handled, partKey } from "../alert.ts";
import { silenceInvalid } from "../errors.ts";

/** What is not to be told of for a while. Everything that is given must fit. */
export interface SilenceDraft {
  readonly system: string;
  /** A kind of symptom, or how it begins: `input`, `input.shifted`. */
  readonly kind?: string;
  /** A part of the cause: `field`, or one part by its name as well: `field/visits`. */
  readonly cause?: string;
  readonly until: Instant;
  readonly why: string;
}

/** A silence; kept when it is over. */
export interface Silence extends SilenceDraft {
  /** `sil_` and 16 hexadecimal digits. */
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  /** When somebody ended it before its time. */
  readonly ended?: Handled;
}

const LONGEST = 366 * 86_400_000;

/** Throws `alerts.silence-invalid` for one that is over before it begins, lasts more than a year, or gives no reason. */
export function checkSilence({ until, why }: SilenceDraft, now: Instant): void {
  const got = Number.isFinite(until) && Math.abs(until) < 8.64e15 ? new Date(until).toISOString() : String(until);
  if (!(until > now)) throw silenceInvalid({ must: `end after now, ${new Date(now).toISOString()}`, got });
  if (until - now > LONGEST) throw silenceInvalid({ must: "end within a year", got });
  if (why.trim() === "") throw silenceInvalid({ must: "say why", got: "nothing" });
}

/** Whether a silence is in force. */
export function isInForce({ until, at, ended }: Silence, now: Instant): boolean {
  return ended === undefined && at <= now && now < until;
}

/** The silence that keeps an alert from being told; undefined where there is none. */
export function silencing(alert: Alert, silences: readonly Silence[], now: Instant): Silence | undefined {
  return silences.find((silence) => isInForce(silence, now) && fits(silence, alert));
}

/** How many silences an alert has fallen under, those that are over included. */
export function silencesFor(alert: Alert, silences: readonly Silence[]): number {
  return silences.filter((silence) => fits(silence, alert)).length;
}

function fits({ system, kind, cause }: Silence, alert: Alert): boolean {
  const [lead] = alert.symptoms;
  const isKind = kind === undefined || lead?.kind === kind || lead?.kind.startsWith(`${kind}.`) === true;
  const isCause = cause === undefined || cause === alert.cause.part || cause === partKey(alert.cause);
  return system === alert.system && isKind && isCause;
}
