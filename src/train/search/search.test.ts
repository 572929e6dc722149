import { expect, test } from "vitest";
import { inlineCompute } from "../../backends/index.ts";
import { between, isInsufficient, rng, type Space } from "../../kernel/index.ts";
import { silentProgress } from "../../report/index.ts";
import type { Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Bench, clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { type SearchDeps, type SearchRequest, type SearchResult, searchParams } from "./index.ts";

closeBenches();

const table = simulatedVisits({ rows: 600 });
const spaces: Readonly<Record<string, Space>> = { risk: { l2: between(0.01, 1_000, { log: true }) } };
const small: SearchRequest = { spaces, trials: 6, batch: 2, outer: 2, inner: 2 };

function searching(
  bench: Bench,
  system: SystemDefinition,
  more: Partial<SearchDeps> & { request?: SearchRequest } = {},
) {
  const { request = small, ...deps } = more;
  return searchParams(system, request, {
    ...{ registry: bench.registry, blobs: bench.state.blobs, compute: inlineCompute, progress: silentProgress },
    ...{ stopwatch: () => 0, version: "1", read: async () => table, ...deps },
  });
}

/** What a search came to, without what may differ: its id, and how long it took. */
function essence({ id: _, seconds: __, ...rest }: SearchResult): object {
  return rest;
}

test("a search tries the file's parameters first, chooses, and is judged on rows that the choice has not seen", async () => {
  const found = await searching(await openBench(), clinic());
  expect(found.told[0]?.params).toEqual({ l2: 1 });
  expect(found.told).toHaveLength(6);
  expect(found.best.score).toBe(Math.min(...found.told.map(({ loss }) => loss ?? Number.NaN)));
  expect(found.honest.rows).toBe(600);
  expect(found.honest.choices).toHaveLength(2);
  expect(found.honest.rivals.map(({ name }) => name)).toEqual(["as in the file"]);
  expect(isInsufficient(found.honest.score)).toBe(false);
  expect(found.trials).toEqual({ run: 18, failed: 0 });
  expect(found.learner).toEqual({ learner: "logistic", params: found.best.params });
});

test("on labels that are noise the score that chose is too good, and the honest one is not", {
  timeout: 30_000,
}, async () => {
  const learner = { learner: "gbdt", params: { rounds: 5, numLeaves: 4 } } as const;
  const wide = {
    risk: { learningRate: between(0.001, 1, { log: true }), minDataInLeaf: between(1, 100, { whole: true }) },
  };
  const found: SearchResult[] = [];
  for (let seed = 1; seed <= 8; seed++)
    found.push(
      await searching(await openBench(), clinic({ learner }), {
        ...{ read: async () => noise(seed), request: { ...small, spaces: wide, trials: 8, method: "random" } },
      }),
    );
  // What a coin costs at best is its entropy; 600 tosses are off by about 1 / 1,200 on average.
  const honest = found.map(({ honest: { score } }) => (isInsufficient(score) ? Number.NaN : score.value));
  expect(mean(honest)).toBeGreaterThan(Math.LN2 - 0.002);
  const flattery = honest.map((score, i) => score - (found[i]?.best.score ?? Number.NaN));
  expect(mean(flattery) / standardError(flattery)).toBeGreaterThan(3);
  // Each claims to be better with a chance of 2.5%: three of eight by luck alone in 1 of 1,100 tests.
  expect(found.filter(({ verdict }) => verdict === "better").length).toBeLessThan(3);
});

function noise(seed: number): typeof table {
  const draws = rng({ seed, purpose: "test.noise" });
  const toss = <C extends object>(column: C): C => ({
    ...column,
    values: Float64Array.from({ length: 600 }, () => draws.integer(2)),
  });
  return { ...table, columns: table.columns.map((one) => (one.name === "back" ? toss(one) : one)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const squares = values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

test("the number of threads, and the order in which trials end, change nothing", async () => {
  const backwards: Compute = {
    map: async (kernel, inputs, done) => {
      const outputs = inputs.map((input) => kernel.run(input));
      [...outputs.entries()].reverse().forEach(([i, output], n) => void done?.(n + 1, i, output));
      return outputs;
    },
  };
  const silent: Compute = { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) };
  const [straight, ...others] = await Promise.all(
    [inlineCompute, backwards, silent].map(async (compute) => searching(await openBench(), clinic(), { compute })),
  );
  for (const other of others) expect(essence(other as SearchResult)).toEqual(essence(straight as SearchResult));
});

test.each(["tpe", "random", "halving", "hyperband"] as const)(
  "%s goes on after an interruption as if there had been none",
  async (method) => {
    const request = { ...small, method, trials: 9 };
    const whole = await searching(await openBench(), clinic(), { request });
    const bench = await openBench();
    let trials = 0;
    const dying: Compute = {
      map: async (kernel, inputs, done) =>
        inputs.map((input, i) => {
          if (++trials > 11) throw new RangeError("killed");
          const output = kernel.run(input);
          done?.(i + 1, i, output);
          return output;
        }),
    };
    let id = "";
    const broken = searching(bench, clinic(), { request, compute: dying, onRun: (run) => (id = run.id) });
    await expect(broken).rejects.toThrow(RangeError);
    expect(await bench.registry.findRun("clinic", id)).toMatchObject({ status: "failed", kind: "search" });
    let again = 0;
    const counting: Compute = {
      map: (kernel, inputs, done) => {
        again += inputs.length;
        return inlineCompute.map(kernel, inputs, done);
      },
    };
    const resumed = await searching(bench, clinic(), { request: { resume: id }, compute: counting });
    expect(essence(resumed)).toEqual(essence(whole));
    // Eleven were kept; the honest judging is two contenders on two parts.
    expect(again).toBe(whole.trials.run - 11 + 4);
    const trialRuns = await bench.registry.findRuns("clinic", { where: [{ path: ["parent"], is: "=", value: id }] });
    expect(trialRuns.total).toBe(whole.trials.run);
  },
);

test("a search that somebody else went on with stops with its next trial, and leaves the rest to them", async () => {
  const bench = await openBench();
  let theirs: Promise<SearchResult> | undefined;
  const overtaken: Compute = {
    map: async (kernel, inputs, done) => {
      const outputs = inputs.map((input) => kernel.run(input));
      theirs ??= searching(bench, clinic(), { request: { resume: id } });
      await theirs;
      for (const [i, output] of outputs.entries()) await done?.(i + 1, i, output);
      return outputs;
    },
  };
  let id = "";
  const mine = searching(bench, clinic(), { compute: overtaken, onRun: (run) => (id = run.id) });
  await expect(mine).rejects.toMatchObject({ code: "train.search-running" });
  expect(essence(await (theirs as Promise<SearchResult>))).toEqual(
    essence(await searching(await openBench(), clinic())),
  );
  expect(await bench.registry.findRun("clinic", id)).toMatchObject({ status: "finished", turn: 1 });
  const trials = await bench.registry.findRuns("clinic", { where: [{ path: ["parent"], is: "=", value: id }] });
  expect(trials.total).toBe(18);
});

test("every trial is a run with its parameters, its loss and its parent", async () => {
  const bench = await openBench();
  const found = await searching(bench, clinic());
  const { runs } = await bench.registry.findRuns("clinic", { where: [{ path: ["parent"], is: "=", value: found.id }] });
  const mine = runs
    .filter(({ facts }) => facts.study === "all rows")
    .sort((a, b) => Number(a.facts.number) - Number(b.facts.number));
  expect(mine.map(({ metrics }) => metrics["risk.logLoss"])).toEqual(found.told.map(({ loss }) => loss));
  expect(mine.map(({ params }) => params.risk)).toEqual(
    found.told.map(({ params }) => ({ learner: "logistic", params })),
  );
  expect(await bench.registry.findRun("clinic", found.id)).toMatchObject({
    ...{ kind: "search", status: "finished", facts: { best: found.best, verdict: found.verdict } },
  });
});

test("a search by money judges money, and one by time judges the newest", async () => {
  const byMoney = await searching(await openBench(), clinic(), { request: { ...small, objective: "money" } });
  expect(byMoney.best.score).toBe(Math.max(...byMoney.told.map(({ loss }) => -(loss ?? Number.NaN))));
  const byTime = await searching(await openBench(), clinic({ byTime: true }));
  expect(byTime.honest.rows).toBeGreaterThan(100);
  expect(byTime.honest.rows).toBeLessThan(200);
});

test("parameters that do not go together fail their trial, and not the search", async () => {
  const picky: Compute = {
    map: async (kernel, inputs, done) =>
      inputs.map((input, i) => {
        const [one] = input as readonly { readonly params: { readonly l2: number } }[];
        const output = (one?.params.l2 ?? 0) > 10 ? { failed: "too strict", took: 1 } : kernel.run(input);
        done?.(i + 1, i, output as never);
        return output as never;
      }),
  };
  const found = await searching(await openBench(), clinic(), {
    compute: picky,
    request: { ...small, method: "random" },
  });
  expect(found.trials.failed).toBeGreaterThan(0);
  expect(found.best.params.l2).toBeLessThanOrEqual(10);
});

/** What `between` would refuse to make. */
function handmade(range: { low: number; high: number; log?: true; whole?: true }): Space[string] {
  return { kind: "between", log: false, whole: false, ...range };
}

test.each([
  [{ ...small, head: "nobody" }, "train.search-head-unknown"],
  [{ ...small, objective: "rmse" }, "train.search-objective-unfit"],
  [{ ...small, trials: 0 }, "params.invalid"],
  [{ ...small, batch: Number.NaN }, "params.invalid"],
  [{ ...small, method: "guess" as never }, "params.invalid"],
  [{ ...small, spaces: { nobody: {} } }, "train.search-head-unknown"],
  [{ ...small, spaces: { risk: { l2: between(-1, 1) } } }, "params.invalid"],
  [{ ...small, spaces: { risk: { l3: between(0, 1) } } }, "params.unknown"],
  [{ ...small, spaces: { risk: { l2: 3 as never } } }, "params.space-invalid"],
  [{ ...small, spaces: { risk: { l2: null as never } } }, "params.space-invalid"],
  [{ ...small, spaces: { risk: {} } }, "train.search-space-missing"],
  [{ ...small, spaces: { risk: { l2: handmade({ low: 0, high: 1, log: true }) } } }, "params.space-invalid"],
  [
    { ...small, spaces: { risk: { maxIterations: handmade({ low: 1.5, high: 9, whole: true }) } } },
    "params.space-invalid",
  ],
  [{ ...small, spaces: { risk: { l2: { kind: "one-of", options: [] } as const } } }, "params.space-invalid"],
  [{ resume: "run_clinic_9" }, "registry.run-unknown"],
])("%j is refused with %s before anything is run", async (request, code) => {
  const bench = await openBench();
  await expect(searching(bench, clinic(), { request })).rejects.toMatchObject({ code });
  expect(await bench.registry.runs("clinic")).toEqual([]);
});

test("a finished search, another kind of run, and a changed system cannot be gone on with", async () => {
  const bench = await openBench();
  const found = await searching(bench, clinic());
  await expect(searching(bench, clinic(), { request: { resume: found.id } })).rejects.toMatchObject({
    code: "registry.run-over",
  });
  const trial = `run_clinic_${Number(found.id.split("_").at(-1)) + 1}`;
  await expect(searching(bench, clinic(), { request: { resume: trial } })).rejects.toMatchObject({
    code: "train.search-not-one",
  });
  const resume = { request: { resume: found.id } };
  await expect(searching(bench, clinic({ price: 5 }), resume)).rejects.toMatchObject({ code: "train.search-changed" });
  const newer = searching(bench, clinic(), { ...resume, version: "2" });
  await expect(newer).rejects.toMatchObject({ code: "train.search-changed" });
});
