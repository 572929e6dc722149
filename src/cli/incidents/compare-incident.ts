import type { Journal } from "../../store/index.ts";
import type { Stretch } from "../../watch/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, number, required, text, withDefault } from "../calling/options.ts";

/** `alidade incident compare <system> --bad <from..to>`: what differs between a bad stretch and a good one. */
export const compareIncident: Command = defineCommand({
  name: "compare",
  summary: "What differs between a bad stretch and a good one, what explains most first",
  about:
    "Reads both stretches out of the journal: inputs, missing values, new values, models, weights, policy, contract, arms, fallback, parts. " +
    "Where it can, it makes the bad stretch's decisions again with one thing put right and tells how much of the change goes away; " +
    "what merely goes along with the change is marked as seen. Changes nothing. Ends with 1 when something differs.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    bad: required(text("from..to", "the stretch in which something was wrong: two times, or a day, in UTC")),
    good: text("from..to", "what it is held against (default: the same weekdays of the four weeks before)"),
    measure: text("name", "explain this: score, acted, value, fallback, latency (default: what moved most)"),
    decisions: withDefault(
      number("n", "so many decisions of each stretch at most", { min: 100, integer: true }),
      4_000,
    ),
  },
  examples: [
    "alidade incident compare system.mts --bad 2026-06-08",
    "alidade incident compare system.mts --bad 6h..now --good 2026-06-01..2026-06-07 --measure score",
  ],
  async run(invocation) {
    const { args, options, cwd, clock, signal, progress } = invocation;
    const { readStretch } = await import("./times.ts");
    const now = clock.now();
    const bad = readStretch(options.bad ?? "", now);
    const { compareStretches, readStretches, sameWeekdaysBefore } = await import("../../watch/index.ts");
    const good = options.good === undefined ? sameWeekdaysBefore(bad) : [readStretch(options.good, now)];
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { journal } = await invocation.openState(false);
    const registry = await invocation.registry();
    const step = progress.step("Reading both stretches");
    const most = options.decisions ?? 4_000;
    const looked = await readStretches({ journal, system: system.name, stretches: { bad: [bad], good }, most, signal });
    step.done(`${looked.bad.count + looked.good.count} decisions`);
    const { planStates } = await import("./plan-states.ts");
    const states = await planStates(system, invocation);
    const found = await compareStretches({
      ...{ system, bad, good, looked, now, stateOf: states.byId, measure: options.measure },
      history: await registry.history(system.name),
    });
    const { compareDocument, isEmpty } = await import("./compare-document.ts");
    const decided = isEmpty(found) ? await decidedIn(journal, { system: system.name, signal }) : null;
    const document = compareDocument(found, { file: args.system, currency: system.objective.currency, decided });
    return { json: { ...found, decided }, document, exit: found.differences.length > 0 ? 1 : 0 };
  },
});

/** From the first decision of a system to the last; null where the journal holds none. */
async function decidedIn(
  journal: Journal,
  { system, signal }: { readonly system: string; readonly signal: AbortSignal },
): Promise<Stretch | null> {
  const { entriesOf } = await import("../decisions/read-journal.ts");
  const { journalFacts } = await import("../../watch/index.ts");
  const facts = await journalFacts(entriesOf(journal, signal), system);
  return facts === null ? null : { from: facts.first, to: facts.last };
}
