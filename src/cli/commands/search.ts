import { isAlidadeError } from "../../kernel/index.ts";
import type { Run } from "../../registry/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, choice, flag, number, text } from "../calling/options.ts";

const METHODS = ["tpe", "random", "halving", "hyperband"] as const;
const OBJECTIVES = ["log-loss", "rmse", "ndcg-10", "blend", "money"] as const;
const count = (most: number) => ({ min: 1, max: most, integer: true });

/** `alidade search <system>`: better parameters for a head, and what they are worth on rows that no choice has seen. */
export const command: Command = defineCommand({
  name: "search",
  summary: "Search for better parameters of a head",
  about:
    "Tries parameters of one head's learner and says which do best. The choice is judged honestly: it is made again " +
    "without each of a few parts of the data, and those parts judge it against the parameters of the file. Every trial is " +
    "kept as it ends, so a search that was stopped or killed goes on with `--resume`. The space is the learner's usual one, or " +
    "the file's own: `export const search = { risk: { numLeaves: between(8, 128, { log: true, whole: true }) } }`. " +
    "Nothing is changed: the last lines are what to paste. With --trade-off it tries weights of a head made by blend() instead, " +
    "across the range that the file gives, `export const search = { appeal: { clicked: between(0, 1) } }`, and shows what each " +
    "does for every goal and what retraining costs, beside a head for each goal whose weights are changed while serving. With " +
    "--compare it puts the candidates of a head's bestOf() side by side: loss, money, and time.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    head: text("name", "the head to search for (default the only one)"),
    method: choice(METHODS, "how to search (default tpe)"),
    trials: number(
      "n",
      "points to try in each study: the one that chooses, and one per part that checks it (default 20)",
      count(100_000),
    ),
    parallel: number("n", "threads (default one per core); the result is the same", count(1_024)),
    objective: choice(OBJECTIVES, "what to make better (default by the head's task)"),
    outer: number("n", "parts that judge in turn; 1: a quarter of the rows, once (default 3)", count(100)),
    inner: number("n", "folds by which a trial is judged (default 3)", { min: 2, max: 100, integer: true }),
    batch: number("n", "trials proposed at a time; more for many cores (default 4)", count(10_000)),
    seed: number("n", "where chance begins (default the system's)", { min: 0, integer: true }),
    tradeOff: number("n", "try so many weights of a blend's goals instead", { min: 2, max: 100, integer: true }),
    compare: flag("compare the candidates of a head's bestOf instead"),
    resume: text("id", "go on with this search; its own settings count"),
    data: text("file", "read this file instead of the declared source"),
  },
  examples: [
    "alidade search system.mts --trials 20",
    "alidade search examples/readmission --method halving --objective money",
    "alidade search system.mts --resume run_readmission_12",
    "alidade search examples/newsfeed/feed.mts --trade-off 5",
    "alidade search examples/articles/compared.mts --compare",
  ],
  async run(invocation) {
    const { args, options, cwd, progress, stopwatch, version, signal, io } = invocation;
    const { loadSystem, shownPath } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { declaredSpaces } = await import("../searching/declared-spaces.ts");
    const spaces = await declaredSpaces(loaded, cwd);
    const { checkResume } = await import("../searching/check-resume.ts");
    checkResume(options);
    const { readerFor } = await import("../../embed/index.ts");
    const { provenanceOf } = await import("../host/provenance.ts");
    const { searchDocument, searchJson, searchParams } = await import("../../train/index.ts");
    const { compute } = await invocation.backends();
    const state = await invocation.openState(options.resume === undefined);
    const registry = await invocation.registry(options.resume === undefined);
    const { data, parallel, tradeOff, compare, ...asked } = options;
    const deps = {
      ...{ registry, blobs: state.blobs, compute: compute(signal, parallel), progress, stopwatch, signal, version },
      read: await readerFor(loaded, data, invocation),
      provenance: await provenanceOf(loaded.folder, version),
    };
    const { searchLook } = await import("../searching/search-looks.ts");
    const look = await searchLook(loaded, { tradeOff, compare, head: options.head, spaces, deps }, invocation);
    if (look !== undefined) return look;
    const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    let made: Run | undefined;
    try {
      const result = await searchParams(
        loaded.system,
        { ...given, spaces },
        {
          ...deps,
          onRun: (run) => {
            made = run;
          },
        },
      );
      const { writeReport } = await import("../output/write-report.ts");
      const document = searchDocument(result);
      const report = await writeReport(document, result.id, invocation);
      if (made !== undefined) await registry.attachToRun(made, { report });
      const where = `The trials: alidade runs --parent ${result.id}. The report: ${shownPath(report, cwd)}`;
      return { json: { ...searchJson(result), report }, document: { ...document, summary: [where] } };
    } catch (thrown) {
      const isElsewhere = isAlidadeError(thrown, "train.search-running");
      if (made !== undefined && !isElsewhere)
        io.err(`The trials so far are kept: alidade search ${args.system} --resume ${made.id}\n`);
      throw thrown;
    }
  },
});
