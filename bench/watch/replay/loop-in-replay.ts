import { known } from "../../../src/kernel/index.ts";
import {
  advanceLoop,
  type LoopStep,
  type LoopSteps,
  lookAtTriggers,
  readBook,
  type StepMade,
} from "../../../src/watch/index.ts";
import { beginLoop } from "../../../src/watch/loop/begin-loop.ts";
import type { TriggerFacts } from "../../../src/watch/loop/loop-worker.ts";
import type { Arm } from "./arms.ts";
import type { Office, Trained } from "./office.ts";

/** A loop that has ended. */
export interface EndedLoop {
  readonly beganAt: number;
  readonly endedAt: number;
  readonly why: readonly string[];
  readonly end: string;
  readonly says: string;
}

/** The product's loop over the clock of the data: its own triggers, cool-down, budget and stages. */
export interface ReplayedLoop {
  /** Looks whether it is time, and goes on as far as it goes today. Resolves to the loop that ended with it. */
  day(facts: TriggerFacts): Promise<EndedLoop | undefined>;
}

const DAY = 86_400_000;

/** What serves, as far as a gate needs it; null: the rule. */
export interface Champion {
  current: Trained | null;
}

/** The loop of an arm. Shadow and canary together take a day, in which what served goes on serving; no test is run. */
export function replayedLoop(office: Office, arm: Arm, champion: Champion): ReplayedLoop {
  const { name, state, registry, clock } = office;
  const { records } = state;
  const { retrain } = arm;
  const { signal } = new AbortController();
  let candidate: Trained | undefined;
  const steps = stepsOf({
    train: async () => {
      candidate = await office.train(newestOf(arm, office, champion));
      return candidate;
    },
    candidate: () => known(candidate, "a candidate"),
    isRuleToServe: () => champion.current !== null && candidate?.passed === false && candidate.ruleIsBetter,
    async serveRule(why) {
      champion.current = null;
      await office.promote(await office.rule(), why);
    },
    async promote(why) {
      champion.current = known(candidate, "a candidate");
      await office.promote(champion.current.release, why);
    },
    now: clock.now,
  });
  return {
    async day(facts) {
      const looked = await lookAtTriggers(
        { system: { name, retrain }, steps, facts: async () => facts },
        { records, clock },
        signal,
      );
      if (looked.why.length > 0 && looked.may?.may === true)
        await beginLoop({ system: name, retrain, why: looked.why, by: "alidade", asked: false }, { records, clock });
      for (;;) {
        const advanced = await advanceLoop({ system: name, retrain, steps, records, registry, clock, signal });
        if (advanced.kind === "idle" || advanced.kind === "waits") return undefined;
        if (advanced.kind === "moved") continue;
        const loop = known((await readBook(records, name)).book.loop, "a loop");
        const { beganAt, why } = loop;
        return { beganAt, endedAt: clock.now(), why, end: advanced.end, says: advanced.says };
      }
    },
  };
}

/** Of all rows, the share that a candidate is judged on. */
function newestOf({ judging }: Arm, office: Office, { current }: Champion): number {
  if (judging === "quarter" || current === null) return 0.25;
  const rows = office.labelled();
  return Math.max(1, (rows - current.rows) / 2) / rows;
}

interface Hands {
  train(): Promise<Trained>;
  candidate(): Trained;
  /** The rule is plainly better than what serves, and the candidate is no help. */
  isRuleToServe(): boolean;
  serveRule(why: string): Promise<void>;
  promote(why: string): Promise<void>;
  now(): number;
}

function stepsOf({ train, candidate, isRuleToServe, serveRule, promote, now }: Hands): LoopSteps {
  const on = (says: string): LoopStep => ({
    preview: async () => says,
    look: async () => ({ kind: "next", says }),
  });
  return {
    snapshot: on("all rows whose labels are known"),
    train: {
      preview: async () => "It would train.",
      make: async () => ({ release: (await train()).release }),
      look: async () => ({ kind: "next", says: "trained" }),
    },
    gate: {
      preview: async () => "It would ask the gate.",
      make: async ({ mark }): Promise<StepMade> => {
        if (!isRuleToServe()) return {};
        await serveRule(mark);
        return { kind: "end", end: "fell-back", says: "the rule earns plainly more than what served" };
      },
      look: async () => {
        const { passed, says } = candidate();
        return passed
          ? { kind: "next", says: "the gate let it pass" }
          : { kind: "end", end: "refused", says: `the gate said no: ${says}` };
      },
    },
    shadow: on("a shadow"),
    canary: {
      preview: async () => "It would wait a day.",
      look: async ({ loop }) =>
        now() - loop.beganAt >= DAY
          ? { kind: "next", says: "a day has gone by" }
          : { kind: "wait", says: "a day", againMs: DAY },
    },
    test: on("no test"),
    champion: {
      preview: async () => "It would serve everybody.",
      make: async ({ mark }) => {
        await promote(mark);
        return {};
      },
      look: async () => ({ kind: "next", says: "it serves everybody" }),
    },
  };
}
