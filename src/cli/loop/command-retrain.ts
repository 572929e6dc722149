import {
  advanceLoop,
  approveLoop,
  beginLoop,
  type Looked,
  type Loop,
  type LoopBook,
  type LoopSystem,
  lookAtTriggers,
  markOf,
  readBook,
  resumeLoops,
  stopLoop,
  underWay,
  wordRepair,
} from "../../watch/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";
import { type GoingOn, goOn } from "./go-on.ts";
import { keptAlarms } from "./kept-alarms.ts";
import { type LoopCall, loopCall } from "./loop-call.ts";
import { loopSteps } from "./loop-steps.ts";
import { retrainDocument } from "./retrain-document.ts";
import { silentAlarms } from "./silent-alarms.ts";
import { triggerFacts } from "./trigger-facts.ts";
import { nextOf } from "./when-next.ts";
import { whoGoesOn } from "./who-goes-on.ts";

/** What somebody says to a loop. */
export interface RetrainWords {
  readonly dryRun: boolean;
  readonly now: boolean;
  readonly wait: boolean;
  readonly approve: string | undefined;
  readonly stop: boolean;
  readonly again: boolean;
  readonly why: string | undefined;
}

/** A system whose loop somebody looks at: its steps and what its triggers see. */
export function loopSystem(call: LoopCall): LoopSystem {
  return { system: call.system, steps: loopSteps(call), facts: (signal) => triggerFacts(call, signal) };
}

/** Does what was said, then shows where the loop stands. Throws `cli.usage`, `watch.nothing-to-approve`. */
export async function commandRetrain(
  loaded: LoadedSystem,
  words: RetrainWords,
  invocation: Invocation,
): Promise<CommandResult> {
  checkWords(words);
  const state = await invocation.openState(!words.dryRun);
  const { backends, clock, cwd, fresh } = invocation;
  const bare = loopCall(loaded, { state, backends, clock, cwd, fresh });
  const call: LoopCall = { ...bare, alarms: () => keptAlarms(bare), onlyLooks: words.dryRun };
  if (!words.dryRun) await call.registry.declareObjective(call.system);
  const { signal } = invocation;
  const look = () => lookAtTriggers(loopSystem(call), { records: state.records, clock }, signal);
  const done = words.dryRun ? [] : await obey(call, words, { ...invocation, look });
  const { book } = await readBook(state.records, call.system.name);
  const looked = await look();
  const isUnderWay = underWay(book) !== undefined;
  const goesOn = isUnderWay ? await whoGoesOn(call) : null;
  const preview = words.dryRun ? await previewOf(call, { book, looked }) : undefined;
  const { trainedAt } = await triggerFacts(call, signal);
  const next = nextOf({ retrain: call.retrain, book, looked, trainedAt, now: clock.now() });
  const silent = await silentAlarms(call, book);
  const unserved = trainedAt === null ? await refusedTraining(call) : undefined;
  const refused = words.wait && ["refused", "rolled-back", "failed", "fell-back"].includes(book.loop?.end?.kind ?? "");
  return {
    json: {
      ...book,
      why: looked.why,
      may: looked.may,
      repair: looked.repair,
      goesOn: goesOn === null ? null : goesOn.isLookedAfter || goesOn.hand !== undefined,
      hand: goesOn?.hand ?? null,
      declared: looked.isDeclared,
      next,
      silent,
      preview,
      done,
    },
    document: await retrainDocument({
      ...{ call, book, looked, goesOn, preview, done, next, silent, unserved },
      file: shownPath(loaded.file, cwd),
    }),
    exit: refused ? 1 : 0,
  };
}

/** The newest training, where the gate did not let pass what it made. */
async function refusedTraining({ registry, system }: LoopCall): Promise<string | undefined> {
  const run = (await registry.runs(system.name)).findLast(({ kind, models }) => kind === "train" && models.length > 0);
  return run === undefined || run.facts.gate === "pass" ? undefined : run.id;
}

function checkWords({ dryRun, now, wait, approve, stop, again }: RetrainWords): void {
  const said = [
    ...(now || wait ? ["--now or --wait"] : []),
    ...(approve === undefined ? [] : ["--approve"]),
    ...(stop ? ["--stop"] : []),
    ...(again ? ["--again"] : []),
  ];
  if (said.length > 1 || (dryRun && said.length > 0 && said[0] !== "--now or --wait"))
    throw usage({
      problem: `One thing can be said to the loop at a time. Got ${[...(dryRun ? ["--dry-run"] : []), ...said].join(" and ")}.`,
      help: "alidade retrain --help",
    });
}

type Obeying = GoingOn & Pick<Invocation, "who"> & { look(): Promise<Looked> };

/** Sentences on what was done. */
async function obey(call: LoopCall, words: RetrainWords, obeying: Obeying): Promise<readonly string[]> {
  const { system, state, clock, retrain } = call;
  const { who, look } = obeying;
  const deps = { system: system.name, records: state.records, clock };
  const why = words.why;
  if (words.stop) {
    const loop = await stopLoop(deps, `${who} stopped it${why === undefined ? "" : `: ${why}`}`);
    await tell(call);
    return [wordStopped(loop, system.name)];
  }
  if (words.again)
    return [(await resumeLoops(deps)) ? "Loops begin by themselves again." : "Nothing had stopped them."];
  if (words.approve !== undefined) {
    const { approved } = await approveLoop(deps, { retrain, by: words.approve, who });
    return [`${approved?.by} said yes to the stage \`${approved?.stage}\`; the loop goes on.`];
  }
  const begun = words.now
    ? await begin(call, { by: who, why: why ?? `${who} asked for it`, looked: await look() })
    : [];
  return words.wait ? [...begun, ...(await goOn(call, obeying))] : begun;
}

/** Puts what was said into the history now, though nobody goes on with the loop. */
async function tell({ system, state, registry, clock, retrain, ...call }: LoopCall): Promise<void> {
  const { signal } = new AbortController();
  const steps = loopSteps({ system, state, registry, clock, retrain, ...call });
  const { records } = state;
  await advanceLoop({ system: system.name, retrain, steps, records, registry, clock, signal });
}

function wordStopped(loop: Loop | null, system: string): string {
  const isTrying = loop !== null && ["canary", "test"].includes(loop.stage) && loop.made;
  return isTrying
    ? `Stopped. Its candidate still has its part of the traffic: \`alidade rollback ${system}\` takes it back.`
    : "Stopped. What serves goes on serving.";
}

interface Beginning {
  readonly by: string;
  readonly why: string;
  /** What is open besides: it says how to repair. */
  readonly looked: Looked;
}

async function begin(
  { system, state, clock, retrain }: LoopCall,
  { by, why, looked: { repair } }: Beginning,
): Promise<readonly string[]> {
  const order = { system: system.name, retrain, why: [why], repair, by, asked: true };
  const may = await beginLoop(order, { records: state.records, clock });
  return [may.may ? `A loop has begun: ${wordRepair(repair)}.` : `None was begun: ${may.why}.`];
}

/** What would be done next, and why. */
async function previewOf(
  call: LoopCall,
  { book, looked }: { readonly book: LoopBook; readonly looked: Looked },
): Promise<string> {
  const loop = underWay(book);
  const steps = loopSteps(call);
  if (loop !== undefined && loop.asks !== null) return `Nothing: it ${loop.says}.`;
  if (loop !== undefined)
    return loop.made
      ? `It would look again at the stage \`${loop.stage}\`: ${loop.says.replace(/\.$/, "")}.`
      : await steps[loop.stage].preview({ loop, mark: markOf(call.system.name, loop) });
  if (book.stopped !== null) return `Nothing: it was stopped. ${book.stopped.why}. \`--again\` lets it begin.`;
  if (looked.why.length === 0) return "Nothing: no trigger is due.";
  if (!looked.isDeclared)
    return "Nothing by itself: the system file declares no `retrain`. `--now` begins a loop by hand.";
  if (looked.may?.may === false) return `Nothing: ${looked.may.why}.`;
  const first = `It would begin a loop with a snapshot of the data; then ${wordRepair(looked.repair)}.`;
  return `${first} ${call.retrain.approval === undefined ? "" : `Before the stage \`${call.retrain.approval.before}\` it would ask ${call.retrain.approval.by.join(" or ")}.`}`.trim();
}
