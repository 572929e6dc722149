import type { Alert, AlertStatus, Symptom, Told } from "../alert.ts";
import type { CauseContext } from "../cause/cause-of.ts";
import type { AlertChange } from "./grow.ts";
import type { Silence, SilenceDraft } from "./silence.ts";
import type { AlertTimes } from "./tend.ts";

/** What is known of a system when symptoms come. */
export interface Circumstances extends CauseContext {
  /** How the system's file is named on a command line, for next steps. */
  readonly file: string;
  /** Decisions a day; null where nobody knows. */
  readonly decisionsPerDay: number | null;
  /** What a decision has earned lately, measured. */
  readonly perDecision?: number | null;
}

/** Which alerts are asked for. */
export interface AlertQuery {
  readonly system?: string;
  readonly status?: AlertStatus;
  /** The newest, so many. Default: all. */
  readonly limit?: number;
}

/** All alerts of a state. Every change is one transaction together with its line in the history. */
export interface AlertBook {
  /**
   * Places symptoms: into alerts that are under way, or new ones. One cause is one alert, however many processes tell of it;
   * what was told already changes nothing.
   */
  take(symptoms: readonly Symptom[], given: Circumstances): Promise<readonly AlertChange[]>;
  /** Newest first. */
  alerts(query?: AlertQuery): Promise<readonly Alert[]>;
  /** By id or its beginning. Throws `alerts.alert-unknown`. */
  find(id: string): Promise<Alert>;
  /** Somebody looks after it. The first to say so stays. Throws `alerts.alert-unknown`, `alerts.alert-closed`. */
  acknowledge(id: string, why: string): Promise<Alert>;
  /** It is over; `hours` is what it took people, for the history. Throws `alerts.alert-unknown`, `alerts.alert-closed`. */
  close(id: string, why: string, hours?: number): Promise<Alert>;
  /** Throws `alerts.silence-invalid`. */
  silence(draft: SilenceDraft): Promise<Silence>;
  /** Ends a silence before its time. Throws `alerts.silence-unknown`. */
  unsilence(id: string, why: string): Promise<Silence>;
  /** All of a system, ended ones too, oldest first. */
  silences(system?: string): Promise<readonly Silence[]>;
  /** Notes that somebody was told, or could not be. */
  noteTold(id: string, told: Told): Promise<Alert>;
  /** What time alone does: raises what nobody answers, quiets what shows nothing new, closes what stays quiet. */
  tend(system: string, times: AlertTimes): Promise<readonly Alert[]>;
}
