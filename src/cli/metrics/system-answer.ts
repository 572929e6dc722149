import { resolve } from "node:path";
import { isAlidadeError } from "../../kernel/index.ts";
import { toHtml } from "../../report/index.ts";
import {
  type DayBook,
  dayBook,
  listedMetrics,
  type MetricReading,
  measureDays,
  readMetrics,
} from "../../watch/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import { loadSystem } from "../load-system.ts";
import { unitOf } from "./metric-unit.ts";
import { metricsDocument } from "./metrics-document.ts";
import { servedModels } from "./served-models.ts";
import { serverFacts } from "./server-metrics.ts";

export interface SystemMetricsOptions {
  readonly days: number;
  readonly html: string | undefined;
  readonly url: string | undefined;
}

/** Every watched metric of a system over the last days, from the journal and, with `url`, from a running server. */
export async function systemAnswer(
  path: string,
  { days, html, url }: SystemMetricsOptions,
  { cwd, env, clock, signal, openState, registry, backends }: Invocation,
): Promise<CommandResult> {
  const { system } = await loadSystem(path, cwd);
  const now = clock.now();
  const server = url === undefined ? undefined : await serverFacts(url, { token: env.ALIDADE_TOKEN, now, signal });
  const { journal, blobs } = await openState(false);
  const models = await servedModels(await registry(), system.name);
  const listed = listedMetrics(system);
  const measures = listed.map(({ measure }) => measure);
  const measured = await measureDays({ system, measures, journal, book: bookOrNot(dayBook(blobs)), now, signal });
  const read = readMetrics(measured, listed, days);
  const wording = { system: system.name, currency: system.objective.currency, server, models };
  const document = metricsDocument(read, { ...wording, plots: false });
  const page = html === undefined ? undefined : resolve(cwd, html);
  if (page !== undefined) {
    const { writePage } = await backends();
    await writePage(page, await toHtml(metricsDocument(read, { ...wording, plots: true })));
  }
  const told = read.readings.map((reading) => readingJson(reading, system.objective.currency));
  const summary = [...document.summary, ...(page === undefined ? [] : [`With plots over time: ${page}`])];
  return {
    json: {
      ...{ system: system.name, since: read.since ?? null, period: read.period, decisions: read.decisions },
      ...{
        refusedEvents: read.refused,
        entriesRead: measured.read,
        metrics: told,
        models: models.map(({ metrics, ...of }) => ({
          ...of,
          metrics: metrics.map(({ metric: { name, direction }, estimate }) => ({ name, direction, estimate })),
        })),
        server: server ?? null,
        page: page ?? null,
      },
    },
    document: { ...document, summary },
  };
}

/** In a state that may only be read nothing is kept: whoever comes next adds up the same days again. */
function bookOrNot({ read, keep }: DayBook): DayBook {
  return {
    read,
    keep: (of, days) =>
      keep(of, days).catch((thrown: unknown) => {
        if (!isAlidadeError(thrown, "state.not-writable")) throw thrown;
      }),
  };
}

function readingJson({ listed, estimate, standing, series }: MetricReading, currency: string): unknown {
  const { name, of, metric, measure, direction, role, goal, by } = listed;
  return {
    ...{ name, of, metric: metric ?? null, measure, direction, role: role ?? null, unit: unitOf(listed, currency) },
    ...{ goal: { ...goal, ...(by === undefined ? {} : { by }) }, estimate, standing, series },
  };
}
