import { resolve } from "node:path";
import type { ObservationalFinding } from "../../experiment/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, choice, list, number, required, text } from "../calling/options.ts";

const OPTIONS = {
  method: required(choice(["differences", "series", "before-after", "mediation"], "how it is compared")),
  value: required(text("column", "the metric")),
  time: text("column", "the period: a date, a number, or a text that sorts (not for mediation)"),
  from: text("period", "the first with the change (not for mediation)"),
  unit: text("column", "differences: who was measured"),
  treated: text("column", "differences, mediation: whether the unit got the change (yes, true or 1)"),
  mediated: list("column,…", "mediation: what may lie between the change and the metric"),
  control: text("column", "series: a metric that the change cannot have touched"),
  season: number("n", "series: periods after which a pattern repeats, 7 for days", { min: 2, integer: true }),
};

type Asked = { readonly [N in keyof typeof OPTIONS]: (typeof OPTIONS)[N]["absent"] };

/** `alidade experiments observe`: a comparison that nobody randomised, labelled as what it is. */
export const observe: Command = defineCommand({
  name: "observe",
  summary: "Compare without an experiment: labelled observational, never proof",
  about:
    "Difference in differences (units with the change against units without), interrupted time series, or before and after; " +
    "each with the checks that it can fail and what must be believed. Mediation takes an effect apart by what lies between, " +
    "and tells two that pull against each other. No gate, exchange rate or ledger counts any of it.",
  arguments: { data: argument("a data file") },
  options: OPTIONS,
  examples: [
    "alidade experiments observe regions.csv --method differences --value orders --time week --from 2026-03-02 --unit region --treated changed",
    "alidade experiments observe daily.csv --method series --value orders --time day --from 2026-03-02 --season 7",
    "alidade experiments observe units.csv --method mediation --value spent --treated changed --mediated satisfaction,days_until_solved",
  ],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { readTable } = await import("../data/read-dataset.ts");
    const table = await readTable(resolve(cwd, args.data), {}, invocation);
    if (options.method === "mediation") {
      const { mediationIn } = await import("./mediation-in.ts");
      const { json, document } = mediationIn(table, options);
      return { json: { data: args.data, ...json }, document };
    }
    const { observationalReport } = await import("../../experiment/index.ts");
    const { finding, remarks } = await findingIn(table, options);
    const title = `${options.value} from ${options.from} on`;
    const report = observationalReport(finding, { title });
    return {
      json: { data: args.data, ...finding, remarks },
      document: { ...report, summary: [...report.summary, ...remarks] },
    };
  },
});

interface Found {
  readonly finding: ObservationalFinding;
  readonly remarks: readonly string[];
}

async function findingIn(table: Parameters<typeof import("./periods.ts").cellsOf>[0], asked: Asked): Promise<Found> {
  const { cellsOf, notObservable, numbersOf, panelIn, periodsOf, seriesIn } = await import("./periods.ts");
  const { beforeAfter, differenceInDifferences, interruptedSeries } = await import("../../experiment/index.ts");
  const { method, value = "", time = "", from: since = "", unit, treated, control, season } = asked;
  if (time === "" || since === "") throw notObservable({ problem: `\`${method}\` needs \`--time\` and \`--from\`` });
  const periods = periodsOf(cellsOf(table, time), since);
  const [values, { from }] = [numbersOf(table, value), periods];
  if (method === "differences") {
    if (unit === undefined || treated === undefined)
      throw notObservable({ problem: "Difference in differences needs `--unit` and `--treated`" });
    const columns = { unit: cellsOf(table, unit), treated: cellsOf(table, treated), values };
    const { units, uneven } = panelIn(periods, columns);
    const remarks = uneven === 0 ? [] : [`Left out for want of a period: ${uneven} of ${units.length + uneven} units.`];
    return { finding: differenceInDifferences({ units, from }), remarks };
  }
  const request = { values: seriesIn(periods, values), from };
  if (method === "before-after") return { finding: beforeAfter(request), remarks: [] };
  const more = {
    ...(control === undefined ? {} : { control: seriesIn(periods, numbersOf(table, control)) }),
    ...(season === undefined ? {} : { season }),
  };
  return { finding: interruptedSeries({ ...request, ...more }), remarks: [] };
}
