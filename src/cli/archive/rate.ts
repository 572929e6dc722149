import { type Command, defineCommand } from "../calling/command.ts";
import { flag, number, text, withDefault } from "../calling/options.ts";

/** `alidade experiments rate`: what a metric has been worth. */
export const exchange: Command = defineCommand({
  name: "rate",
  looks: true,
  summary: "What one point of an offline metric, or of a proxy, has been worth online",
  about:
    "Learned from every randomised and valid comparison of the archive, corrected for the noise of both measurements, with " +
    "a rate for each system where there are enough. Unknown below ten comparisons. `--delta` adds what to expect of the next one.",
  arguments: {},
  options: {
    metric: withDefault(text("name", "offline metric, such as rocAuc"), "moneyPerDecision"),
    proxy: flag("the metric is an online one, measured in the same experiments"),
    target: withDefault(text("name", "online metric that is paid in"), "moneyPerDecision"),
    delta: number("n", "of the next candidate, in the metric"),
    error: withDefault(number("n", "standard error of that delta", { min: 0 }), 0),
    system: text("name", "of that candidate; a new one when left out"),
  },
  examples: [
    "alidade experiments rate --metric rocAuc",
    "alidade experiments rate --metric rocAuc --system shop --delta 0.01",
  ],
  async run(invocation) {
    const { metric = "", target = "", proxy, delta, error = 0, system = "" } = invocation.options;
    const { openArchive } = await import("./open-archive.ts");
    const { exchangeRate, exchangeReport, forecastLift } = await import("../../experiment/index.ts");
    const { forecastSentence } = await import("./forecast-words.ts");
    const comparisons = await (await openArchive(invocation)).comparisons();
    const question = { where: proxy ? ("online" as const) : ("offline" as const), metric, target };
    const rate = exchangeRate(comparisons, question);
    const asked = delta === undefined ? null : { system, delta: { value: delta, standardError: error } };
    const forecast = asked === null ? null : forecastLift(rate, asked);
    const report = exchangeReport(rate, question);
    const told = asked === null || forecast === null ? [] : [forecastSentence(forecast, { rate, ...asked })];
    const document = { ...report, summary: [...told, ...report.summary] };
    const { wordPage, writeReportOrNot } = await import("../output/write-report.ts");
    const page = await writeReportOrNot(document, `exchange-rate-${metric.replaceAll(/[^\w-]/g, "-")}`, invocation);
    const summary = [...document.summary, wordPage(page, "The whole report")];
    return { json: { question, rate, forecast, report: page }, document: { ...document, summary } };
  },
});
