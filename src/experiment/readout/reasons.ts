/** Why a verdict is what it is, or what to keep in mind; a metric, an arm and numbers where they matter. */
export interface Reason {
  readonly code: ReasonCode;
  readonly metric?: string;
  readonly arm?: string;
  readonly have?: number;
  readonly need?: number;
}

/** What makes an experiment invalid, whatever its numbers say. */
export const INVALIDATING = [
  "split-broken",
  "split-changed",
  "entry-times-differ",
  "clocks-differ",
  "crossed-too-many",
  "differed-before",
  "quality-differs",
  "missing-differs",
  "money-infinite",
] as const;

export type ReasonCode =
  | (typeof INVALIDATING)[number]
  | "arm-empty"
  | "too-few-units"
  | "nothing-varies"
  | "no-estimate"
  | "money-above"
  | "money-below"
  | "money-unclear"
  | "guardrail-broken"
  | "guardrail-open"
  | "deteriorated"
  | "heavy-tailed"
  | "planned-size-reached"
  | "planned-size-not-reached"
  | "nothing-planned"
  | "several-treatments"
  | "money-pending"
  | "arm-changed-release"
  | "traffic-stopped"
  | "outcomes-before-exposure"
  | "units-crossed-arms"
  | "units-of-no-arm"
  | "values-missing"
  | "values-infinite"
  | "control-not-positive"
  | "effect-fades";

const of = ({ metric }: Reason): string => (metric === undefined ? "" : ` of “${metric}”`);
const inArm = ({ arm }: Reason): string => (arm === undefined ? "" : ` in “${arm}”`);
const share = (value: number | undefined): string => `${((value ?? 0) * 100).toPrecision(2)}%`;
const number = (value: number | undefined): string => Math.round(value ?? 0).toLocaleString("en-US");

const SENTENCES: Readonly<Record<ReasonCode, (reason: Reason) => string>> = {
  "split-broken": () =>
    "The arms did not get the traffic that they were promised, so nothing can be concluded from them.",
  "split-changed": () =>
    "The arms' shares changed while the experiment ran; early and late units are mixed differently.",
  "entry-times-differ": (reason) =>
    `Units entered${inArm(reason)} at other times than in the control, by more than chance.`,
  "clocks-differ": () =>
    "Outcomes before the exposure are not equally common in the arms: their clocks or their logs differ.",
  "crossed-too-many": ({ have }) => `${share(have)} of the units met more than one arm; at most 1% may.`,
  "differed-before": (reason) => `The arms differed${of(reason)} before the experiment, by more than chance.`,
  "quality-differs": (reason) => `“${reason.metric}” differs${inArm(reason)}, although the treatment cannot move it.`,
  "missing-differs": (reason) => `Values${of(reason)} are missing more often in one arm than in another.`,
  "money-infinite": ({ have }) => `The money of ${number(have)} units is not a finite number.`,
  "arm-empty": (reason) => `No unit came${inArm(reason)}.`,
  "too-few-units": ({ need, have }) =>
    `Every arm needs ${number(need)} units before anything is concluded; one has ${number(have)}.`,
  "nothing-varies": (reason) => `The values${of(reason)} do not vary, so no difference can be judged.`,
  "no-estimate": (reason) => `The difference${of(reason)} cannot be estimated.`,
  "money-above": () => "The whole interval of the money lies above zero.",
  "money-below": () => "The whole interval of the money lies below zero.",
  "money-unclear": () => "The interval of the money holds zero.",
  "guardrail-broken": (reason) =>
    `The guardrail “${reason.metric}” is shown to lose more than its margin${inArm(reason)}.`,
  "guardrail-open": (reason) =>
    `It is not shown yet that the guardrail “${reason.metric}” stays within its margin${inArm(reason)}.`,
  deteriorated: (reason) => `“${reason.metric}” is shown to get worse${inArm(reason)}.`,
  "heavy-tailed": (reason) =>
    `A few units carry the difference${of(reason)}, so its interval is not to be trusted yet: wait for more units, or declare how outliers are cut.`,
  "planned-size-reached": () => "The planned number of units was reached; the interval for one look decides.",
  "planned-size-not-reached": () => "The planned number of units was not reached; the always-valid interval decides.",
  "nothing-planned": () => "No number of units was planned; the always-valid interval decides.",
  "several-treatments": () =>
    "The intervals are widened, because several arms are compared with one control (Bonferroni).",
  "money-pending": () => "What some decisions came to is not known yet; the verdict is preliminary.",
  "arm-changed-release": (reason) =>
    `More than one release was served${inArm(reason)}; what is compared is their mixture.`,
  "traffic-stopped": ({ have }) => `No unit has entered for ${number(have)} days.`,
  "outcomes-before-exposure": ({ have }) => `${number(have)} outcomes came before the exposure; they do not count.`,
  "units-crossed-arms": ({ have }) =>
    `${number(have)} units met more than one arm; each counts in the first one it met.`,
  "units-of-no-arm": ({ have }) =>
    `${number(have)} units were in an arm that the design does not have; they were left out.`,
  "values-missing": (reason) => `${number(reason.have)} units lack a value${of(reason)}; they do not count in it.`,
  "values-infinite": (reason) => `${number(reason.have)} values${of(reason)} are not finite, so it is not read.`,
  "control-not-positive": (reason) =>
    `The control's value${of(reason)} is not above zero, so there is no relative lift.`,
  "effect-fades": (reason) =>
    `The effect${of(reason)}${inArm(reason)} fades with the days since first exposure: the average overstates what lasts.`,
};

/** One sentence for a person. */
export function wordReason(reason: Reason): string {
  return SENTENCES[reason.code](reason);
}

/** Whether nothing may be concluded. */
export function isInvalidating({ code }: Reason): boolean {
  return INVALIDATING.some((one) => one === code);
}
