import { type Command, defineCommand } from "../calling/command.ts";
import { argument, list, number, text, withDefault } from "../calling/options.ts";

/** `alidade drill <system>`: what goes wrong on purpose, in a copy, and what the monitors notice of it. */
export const command: Command = defineCommand({
  name: "drill",
  summary: "Inject faults into a copy of the live stream, and see which of them are noticed",
  about:
    "Copies the newest decisions and outcomes out of the journal into memory, breaks the copy on purpose (a number in another unit, a " +
    "model that is gone, labels that never come, a price with a zero too many, …), lets what serves decide about it again, and lets the " +
    "monitors look. Tells which faults were noticed, after how long, whether by their name, and how many alarms were wrong. Nothing that " +
    "serves is touched; the result is kept and counts towards `alidade readiness`. Writes the page to `reports/<name>-drill.html`.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    faults: list("names", "only these, such as unitChanged,modelGone (default: all)"),
    strength: withDefault(number("share", "of what passes by is hit", { min: 0.001, max: 1 }), 1),
    repeats: withDefault(
      number("n", "times that each is injected, at other moments and places", { min: 1, max: 100, integer: true }),
      3,
    ),
    days: withDefault(
      number("n", "newest days of the journal that are copied", { min: 15, max: 366, integer: true }),
      28,
    ),
    decisions: withDefault(number("n", "decisions that are copied at most", { min: 500, integer: true }), 20_000),
    period: text(
      "duration",
      "length of the periods that monitors look at (default: that by which the system is watched, else what it declares)",
    ),
    seed: withDefault(number("n", "for what is left to chance", { min: 0, integer: true }), 1),
  },
  examples: [
    "alidade drill system.mts",
    "alidade drill system.mts --faults unitChanged,labelsMissing --strength 0.3 --repeats 5 --json",
  ],
  async run(invocation) {
    const { args, options, cwd, clock, who, progress, signal } = invocation;
    const { strength = 1, repeats = 3, days = 28, decisions: most = 20_000, seed = 1 } = options;
    const { drillBook, drillReport, namedFaults, runDrill } = await import("../../watch/index.ts");
    const faults = namedFaults(options.faults);
    const { loadSystem, shownPath } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { drillCase } = await import("../drills/drill-case.ts");
    const copying = progress.step("Copying the stream");
    const given = await drillCase(system, { days, most, period: options.period }, invocation);
    copying.done();
    const step = progress.step("Drilling");
    const findings = await runDrill({
      ...given,
      ...{ faults, strength, repeats, seed, signal },
      onFault: async (done, of, name) => {
        step.update(done / of, name);
        // Between two faults the bar is drawn, and Ctrl-C is heard.
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    step.done();
    const { records } = await invocation.openState(false);
    const drill = await drillBook(records).keep(findings, { at: clock.now(), by: who });
    const document = drillReport(drill);
    const { writeReport } = await import("../output/write-report.ts");
    const page = await writeReport(document, `${system.name}-drill`, invocation);
    const summary = [...document.summary, `The page: ${shownPath(page, cwd)}`];
    return { json: { ...drill, report: page }, document: { ...document, summary } };
  },
});
