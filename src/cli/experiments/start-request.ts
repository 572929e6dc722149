import { milliseconds } from "../../kernel/index.ts";
import { usage } from "../calling/errors.ts";

/** What the options of `experiment start` say, as they were read. */
export interface StartOptions {
  readonly name: string;
  readonly design: string;
  readonly control: string | undefined;
  readonly treatment: readonly string[] | undefined;
  readonly share: number | undefined;
  readonly traffic: number;
  readonly namespace: string | undefined;
  readonly units: number | undefined;
  readonly delays: readonly string[] | undefined;
  readonly block: string | undefined;
  readonly burnIn: string | undefined;
  readonly steps: readonly string[] | undefined;
  readonly every: string | undefined;
  /** A field of the contract that the arms are to be alike in. */
  readonly balance: string | undefined;
  readonly why: string | undefined;
}

/** What an arm serves: a release by its words, or what is served now. */
export interface AskedArm {
  readonly arm: string;
  /** `rule`, a model id, or null for what is served now. */
  readonly serves: string | null;
  /** Its part of those who take part. */
  readonly share: number;
  readonly delayMs?: number;
  /** What else is asked in the same decision: as `serves`. */
  readonly beside?: string | null;
  readonly heldBack?: true;
}

/** How a design asks: its arms, and how time is cut where it is. */
export interface AskedDesign {
  readonly arms: readonly AskedArm[];
  readonly control: string;
  readonly switchback?: { readonly blockMs: number; readonly burnInMs: number };
  readonly stepped?: { readonly everyMs: number; readonly steps: readonly number[] };
  readonly stretchMs?: number;
}

/** Throws `cli.usage`. */
function refuse(problem: string): never {
  throw usage({ problem, help: "alidade experiment start --help" });
}

const BY_DESIGN: Readonly<Record<string, (options: StartOptions) => AskedDesign>> = {
  ab: (options) => sideBySide(options),
  "c-t1-t2": latencyApart,
  disagreement,
  interleaving,
  "latency-price": delayed,
  holdback: heldBack,
  switchback: turns,
  stepped: steps,
  cohorts: (options) => ({ ...sideBySide(options), stretchMs: milliseconds(options.every ?? "7d") }),
};

/** The arms that the options ask for. Throws `cli.usage`, `kernel.duration-malformed`. */
export function askedDesign(options: StartOptions): AskedDesign {
  return (BY_DESIGN[options.design] ?? sideBySide)(options);
}

const controlOf = ({ control }: StartOptions): string | null => control ?? null;

function treatmentsOf({ treatment = [], design }: StartOptions): readonly string[] {
  return treatment.length > 0 ? treatment : refuse(`A design of "${design}" needs \`--treatment <release>\`.`);
}

function oneTreatment(options: StartOptions): string {
  const [first = "", ...more] = treatmentsOf(options);
  return more.length === 0 ? first : refuse(`A design of "${options.design}" compares two releases; it got more.`);
}

function sideBySide(options: StartOptions): AskedDesign {
  const treatments = treatmentsOf(options);
  const all = options.share ?? treatments.length / (treatments.length + 1);
  const name = (i: number): string => (treatments.length === 1 ? "treatment" : `treatment-${i + 1}`);
  return {
    control: "control",
    arms: [
      { arm: "control", serves: controlOf(options), share: 1 - all },
      ...treatments.map((serves, i) => ({ arm: name(i), serves, share: all / treatments.length })),
    ],
  };
}

function latencyApart(options: StartOptions): AskedDesign {
  const [delayMs = 0, ...more] = delaysOf(options);
  if (!(delayMs > 0) || more.length > 0) refuse("C/T1/T2 needs `--delays <ms>`: how much longer the treatment takes.");
  const serves = controlOf(options);
  const share = 1 / 3;
  return {
    control: "control",
    arms: [
      { arm: "control", serves, share },
      { arm: "slowed", serves, share, delayMs },
      { arm: "treatment", serves: oneTreatment(options), share },
    ],
  };
}

function disagreement(options: StartOptions): AskedDesign {
  const [control, treatment] = [controlOf(options), oneTreatment(options)];
  const share = options.share ?? 0.5;
  return {
    control: "control",
    arms: [
      { arm: "control", serves: control, share: 1 - share, beside: treatment },
      { arm: "treatment", serves: treatment, share, beside: control },
    ],
  };
}

function interleaving(options: StartOptions): AskedDesign {
  const arm = { arm: "interleaved", serves: controlOf(options), beside: oneTreatment(options), share: 1 };
  return { control: "interleaved", arms: [arm] };
}

function delayed(options: StartOptions): AskedDesign {
  if (options.treatment !== undefined)
    refuse("Latency-price delays what is served now, or `--control <release>`; it takes no treatment.");
  const added = delaysOf(options);
  if (added.length < 2 || added[0] !== 0 || new Set(added).size < added.length)
    refuse("Latency-price needs `--delays 0,<ms>,…`: nothing first, then each delay once.");
  return {
    control: "plus-0ms",
    arms: added.map((delayMs) => ({
      arm: `plus-${delayMs}ms`,
      serves: options.control ?? null,
      share: 1 / added.length,
      delayMs,
    })),
  };
}

function heldBack(options: StartOptions): AskedDesign {
  const share = options.share ?? 0.9;
  const [serves = options.control ?? null] = options.treatment ?? [];
  return {
    control: "held-back",
    arms: [
      { arm: "held-back", serves, share: 1 - share, heldBack: true },
      { arm: "served", serves, share },
    ],
  };
}

function turns(options: StartOptions): AskedDesign {
  const [blockMs, burnInMs] = [
    milliseconds(options.block ?? "1h"),
    options.burnIn === undefined ? 0 : milliseconds(options.burnIn),
  ];
  if (!(burnInMs < blockMs)) refuse("A block must be longer than its burn-in.");
  return { ...sideBySide({ ...options, share: undefined }), switchback: { blockMs, burnInMs } };
}

function steps(options: StartOptions): AskedDesign {
  const shares = (options.steps ?? ["10", "25", "50", "100"]).map((percent) => Number(percent.replace(/%$/, "")) / 100);
  const climbs = shares.every((share, i) => share > (shares[i - 1] ?? 0) && share <= 1);
  const [first = 1] = shares;
  if (!climbs || first >= 1)
    refuse("`--steps` are percentages that climb, from below 100 to at most 100: 10,25,50,100.");
  oneTreatment(options);
  const everyMs = milliseconds(options.every ?? "7d");
  return { ...sideBySide({ ...options, share: first }), stepped: { everyMs, steps: shares } };
}

function delaysOf({ delays = [] }: StartOptions): readonly number[] {
  const read = delays.map(Number);
  return read.every((ms) => ms >= 0 && ms <= 60_000) ? read : refuse("`--delays` are milliseconds from 0 to 60000.");
}
