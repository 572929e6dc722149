import { servedByMonth } from "../../../src/cli/archive/served.ts";
import { archiveOf, type Ledger, ledgerOf, MONEY_PER_DECISION } from "../../../src/experiment/index.ts";
import type { Envelope } from "../../../src/records/index.ts";
import type { Adapted } from "./adapt.ts";
import { journalSoFar } from "./journal.ts";
import { archive, type Proven } from "./prove.ts";
import { DAY, inAct, type Opened, type Stage } from "./stage.ts";
import type { DayTally } from "./tally.ts";

/** A stretch of the story: what was gained over the rule, in truth. */
export interface Phase {
  readonly name: string;
  readonly days: number;
  readonly decisions: number;
  /** True money above what the rule would have brought on the same posts. */
  readonly gained: number;
  /** True money, the rule's and the best there could have been, per 1,000 decisions. */
  readonly served: number;
  readonly byRule: number;
  readonly atBest: number;
}

/** The value ledger beside the truth. */
export interface Settled {
  readonly ledger: Ledger;
  /** Money a decision over the rule, as the test measured it, with its 95 % interval; undefined where it measured none. */
  readonly measured: { readonly value: number; readonly low: number; readonly high: number } | undefined;
  readonly phases: readonly Phase[];
}

/** Act 9: what was proven by lot goes into the books; a simulator knows what is true. */
export async function settle(
  stage: Stage,
  { opened, proven, adapted }: { readonly opened: Opened; readonly proven: Proven; readonly adapted: Adapted },
): Promise<Settled> {
  const step = inAct(stage.options.progress, 9, "Settle").step("The ledger, beside the truth");
  await archive(stage);
  const { state, system, clock } = stage;
  const comparisons = await archiveOf({ records: state.records, clock, who: "newsfeed demo" }).comparisons(system.name);
  const entries = await journalSoFar(state.journal)();
  const served = await servedByMonth(each(entries), system.name);
  const { currency } = system.objective;
  const ledger = ledgerOf({ system: system.name, currency, comparisons, served });
  const lift = comparisons.at(-1)?.online[MONEY_PER_DECISION];
  const measured =
    lift === undefined
      ? undefined
      : {
          value: lift.value,
          low: lift.value - 1.96 * lift.standardError,
          high: lift.value + 1.96 * lift.standardError,
        };
  step.done(`${entries.length.toLocaleString("en-US")} entries of the journal`);
  return { ledger, measured, phases: phasesOf(opened, { proven, adapted }) };
}

async function* each(entries: readonly Envelope[]): AsyncGenerator<Envelope> {
  yield* entries;
}

function phasesOf(
  { traffic }: Opened,
  { proven, adapted }: { readonly proven: Proven; readonly adapted: Adapted },
): readonly Phase[] {
  const { days } = traffic.tally;
  const end = (days.at(-1)?.day ?? 0) + DAY;
  const promoted = dayAfter(adapted.promoted) ?? end;
  const fellBack = dayAfter(adapted.fellBack) ?? promoted;
  const stretches: readonly (readonly [string, number, number])[] = [
    ["test: half rule, half models", 0, proven.ended],
    [`${proven.chosen === "model" ? "models" : "rule"} for everybody`, proven.ended, adapted.turned],
    ["after tastes turned", adapted.turned, fellBack],
    ["the rule again", fellBack, promoted],
    ["retrained", promoted, end],
  ];
  return stretches.flatMap(([name, from, to]) => {
    const own = days.filter(({ day }) => day >= from && day < to);
    return own.length === 0 ? [] : [phaseOf(name, own)];
  });
}

/** When the first whole day after it begins. */
function dayAfter(at: number | null): number | null {
  return at === null ? null : Math.ceil(at / DAY) * DAY;
}

function phaseOf(name: string, days: readonly DayTally[]): Phase {
  const sum = (of: (day: DayTally) => number): number => days.reduce((total, day) => total + of(day), 0);
  const decisions = sum((day) => day.decisions);
  const per = (of: (day: DayTally) => number): number => (1_000 * sum(of)) / decisions;
  return {
    ...{ name, decisions, days: days.length },
    gained: sum(({ money, byRule }) => money - byRule),
    ...{ served: per(({ money }) => money), byRule: per((day) => day.byRule), atBest: per((day) => day.atBest) },
  };
}
