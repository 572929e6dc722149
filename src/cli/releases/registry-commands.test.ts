import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { encodeModel } from "../../model/index.ts";
import { type Desk, type InState, openDesk, shopCsv } from "../host/host.conformance.ts";
import { type LoadedSystem, loadSystem } from "../load-system.ts";

let desk: Desk;
let loaded: LoadedSystem;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
  loaded = await loadSystem("shop", desk.folder);
});
afterEach(() => desk.remove());

/** Works on the desk's own state, as training and serving would. */
const inState = <T>(work: InState<T>): Promise<T> => desk.inState(virtualClock(1_000), work);

/** A model that says the same for everybody, registered as training would. */
async function train(probability: number, verdict: "pass" | "insufficient"): Promise<string> {
  const { system } = loaded;
  const bytes = encodeModel({
    format: "constant",
    signature: {
      task: "binary",
      features: [
        { name: "visits", kind: "number" },
        { name: "channel", kind: "text" },
      ],
      classes: [],
    },
    calibration: { kind: "none" },
    body: { outputs: [probability] },
  });
  const lineage = {
    snapshot: "s",
    split: {},
    learner: "constant",
    params: {},
    seed: 1,
    code: { version: "1", features: "f", contract: "c" },
    parents: [],
  };
  const metrics = { policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 } };
  const draft = { system: system.name, head: "bought", lineage, metrics, gate: { verdict }, why: "test" };
  return await inState(async (registry) => (await registry.saveModel(draft, bytes)).record.id);
}

async function decideOnce(): Promise<string> {
  return await inState(async (registry, { journal }) => {
    const deps = { registry, journal, clock: virtualClock(5_000), ids: seededIds(1), stopwatch: () => 0 };
    const decider = await deciderOf([loaded.system], deps);
    const { id } = await decider.decide(loaded.system, { entity: "7", given: { visits: 9, channel: "web" } });
    await decider.outcome({ decision: id, outcome: "bought", at: 6_000, key: "k" });
    return id;
  });
}

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);

describe("release and rollback", () => {
  test("a dry run shows what would change and changes nothing", async () => {
    const model = await train(0.9, "pass");
    const { exit, out } = await desk.run("release", "shop", model, "--dry-run");
    expect(exit).toBe(0);
    expect(out).toContain("Nothing was changed.");
    expect(out).toMatch(new RegExp(`champion\\s+nothing\\s+100%: ${model}`));
    await inState(async (registry) => expect(await registry.currentPlan("shop")).toBeUndefined());
  });

  test("a release serves the model with the cutoff of its training; a rollback brings back what was before", async () => {
    const model = await train(0.9, "pass");
    await desk.run("release", "shop", "rule");
    expect((await desk.run("release", "shop", model, "--why", "it earns more")).exit).toBe(0);
    await inState(async (registry) => {
      const plan = await registry.currentPlan("shop");
      expect(plan).toMatchObject({
        version: 2,
        why: "it earns more",
        allocations: [{ purpose: "champion", share: 1 }],
      });
      const release = await registry.findRelease(plan?.allocations[0]?.release ?? "");
      expect(release).toMatchObject({ kind: "model", models: { bought: model }, policy: { cutoff: 0.5 } });
    });
    const { exit, out } = await desk.run("rollback", "shop", "--why", "complaints");
    expect(exit).toBe(0);
    expect(out).toMatch(new RegExp(`champion\\s+100%: ${model}\\s+100%: the rule`));
    const { events } = await json("history", "shop");
    expect(events[0]).toMatchObject({ what: "plan.rolled-back", why: "complaints", by: "ada" });
  });

  test("a model that its gate has not passed is served as unproven, and this is said", async () => {
    const model = await train(0.9, "insufficient");
    const { out } = await desk.run("release", "shop", model);
    expect(out).toContain("serves as unproven");
    await inState(async (registry) =>
      expect((await registry.currentPlan("shop"))?.allocations[0]?.purpose).toBe("unproven"),
    );
  });

  test.each([
    [["release", "shop", "mdl_nope"], "registry.model-unknown"],
    [["release", "shop", "rule", "mdl_nope"], "cli.input.release-unfit"],
    [["rollback", "shop"], "cli.input.system-unknown"],
    [["models", "shap"], "cli.input.system-unknown"],
  ])("%j is refused with %s", async (argv, code) => {
    await inState(async () => undefined);
    const { exit, out } = await desk.run(...argv, "--json");
    expect(JSON.parse(out).error.code).toBe(code);
    expect(exit).toBe(3);
  });

  test("what is served already is not released again", async () => {
    await desk.run("release", "shop", "rule");
    expect((await desk.run("release", "shop", "rule")).out).toContain("serves just that already");
    await inState(async (registry) => expect((await registry.currentPlan("shop"))?.version).toBe(1));
  });

  test("one plan has nothing before it to go back to", async () => {
    await desk.run("release", "shop", "rule");
    expect((await json("rollback", "shop")).error.code).toBe("registry.nothing-to-roll-back");
  });
});

describe("an experiment", () => {
  const started = async (...more: readonly string[]): Promise<string> => {
    const model = await train(0.9, "pass");
    await desk.run("release", "shop", "rule");
    const { exit } = await desk.run("experiment", "start", "shop", "--name", "offer", "--treatment", model, ...more);
    expect(exit).toBe(0);
    return model;
  };

  test("keeps the size that was planned at its start, and the arm that it ended with", async () => {
    const model = await started("--units", "400");
    await desk.run("experiment", "stop", "shop", "--name", "offer", "--keep", "treatment");
    const { events } = await json("history", "shop");
    const plain = { design: "ab", namespace: "shop", share: 0.5, traffic: 1 };
    const noted = events.filter(({ what }: { what: string }) => what.startsWith("experiment."));
    expect(noted.map(({ what, subject, facts }: Record<string, unknown>) => [what, subject, facts])).toEqual([
      ["experiment.stopped", "offer", { keep: "treatment" }],
      ["experiment.started", "offer", { ...plain, control: "rule", treatment: model, units: 400 }],
    ]);
  });

  test("compares with what is served now, and says so; with the rule where that is the treatment, or by name", async () => {
    const [served, other] = [await train(0.9, "pass"), await train(0.8, "pass")];
    await desk.run("release", "shop", served);
    const start = ["experiment", "start", "shop", "--traffic", "0.2", "--treatment"];
    const told = async (...words: readonly string[]) => (await desk.run(...words)).out.replaceAll(/\s+/g, " ");
    expect(await told(...start, other, "--name", "a")).toContain(`The control is what is served now (${served})`);
    expect(await told(...start, served, "--name", "b")).toContain("The control is the rule;");
    expect(await told(...start, other, "--name", "c", "--control", "rule")).not.toContain("The control is");
    await inState(async (registry) => {
      const { allocations } = (await registry.currentPlan("shop"))!;
      const [champion] = allocations;
      const control = async (name: string) =>
        (await registry.findRelease(allocations.find(({ arm }) => arm === name)!.release)).kind;
      expect(allocations.find(({ arm }) => arm === "control")!.release).toBe(champion!.release);
      expect([await control("b/control"), await control("c/control")]).toEqual(["rule", "rule"]);
    });
    const { events } = await json("history", "shop");
    const controls = events.flatMap(({ facts }: { facts: { control?: string } }) => facts.control ?? []);
    expect(controls.sort()).toEqual([served, "rule", "rule"].sort());
  });

  test("is read out by the planned size, which cannot be chosen afterwards", async () => {
    await started("--units", "400");
    expect((await desk.run("experiment", "read", "shop", "--name", "offer")).out).toContain("planned number of units");
    expect((await desk.run("experiment", "read", "shop", "--name", "offer", "--units", "2")).exit).toBe(2);
  });

  test("without a planned size does not speak of one as missed", async () => {
    await started();
    const { out } = await desk.run("experiment", "read", "shop", "--name", "offer");
    expect(out).toContain("No number of units was planned");
    expect(out).not.toContain("planned size was not reached");
  });

  test("is ended once: a second stop says when and by which plan, and changes nothing", async () => {
    await started();
    const stop = ["experiment", "stop", "shop", "--name", "offer", "--keep", "control"];
    expect((await desk.run(...stop)).exit).toBe(0);
    const { exit, err } = await desk.run(...stop);
    expect(exit).toBe(3);
    expect(err).toContain('"offer" ended on 2026-01-01 00:00 UTC with traffic plan 3.');
    expect(err).toContain("cli.input.experiment-not-running");
    await inState(async (registry) => expect((await registry.currentPlan("shop"))?.version).toBe(3));
  });

  test("ends with a rollback, which says so before and after", async () => {
    await started();
    const dry = await desk.run("rollback", "shop", "--dry-run");
    expect(dry.out).toContain("Nothing was changed.");
    expect(dry.out).toContain('The experiment "offer" ends with this');
    await inState(async (registry) => expect((await registry.currentPlan("shop"))?.version).toBe(2));
    expect((await desk.run("rollback", "shop")).out).toContain('The experiment "offer" ends with this');
    expect((await desk.run("rollback", "shop")).out).toContain('The experiment "offer" runs again with this');
  });
});

describe("lists", () => {
  test("models tell which one is served; the only system need not be named", async () => {
    const [old, model] = [await train(0.1, "insufficient"), await train(0.9, "pass")];
    await desk.run("release", "shop", model);
    const { models } = await json("models");
    expect(models.map(({ id, served }: { id: string; served: boolean }) => [id, served])).toEqual([
      [model, true],
      [old, false],
    ]);
    expect((await desk.run("models", "shop/system.mts")).out).toContain(model);
  });

  test("models show what the gate said last, and in which run; a release goes by that", async () => {
    const model = await train(0.9, "insufficient");
    const run = await inState(async (registry) => {
      const started = await registry.startRun({ system: "shop", snapshot: "s", seed: 1, why: "new prices" });
      return await registry.endRun(started, { status: "finished", models: [model], facts: { gate: "pass" } });
    });
    expect((await json("models", "shop")).models[0].judged).toEqual({ verdict: "pass", open: [], run: run.id });
    expect((await desk.run("models", "shop")).out).toContain(`pass (${run.id})`);
    expect((await desk.run("release", "shop", model)).out).not.toContain("unproven");
  });

  test("a model that is not there is answered with those of the system at hand", async () => {
    const model = await train(0.9, "pass");
    const { err } = await desk.run("release", "shop", "mdl_nope");
    expect(err).toContain(`"shop" has ${model}.`);
    expect(err).toContain("`alidade models shop`");
  });

  test("an empty list says what fills it", async () => {
    await desk.run("release", "shop", "rule");
    expect((await desk.run("models")).out).toContain("alidade train");
    expect((await desk.run("runs")).out).toContain("alidade train");
    expect((await desk.run("snapshots")).out).toContain("No snapshot yet");
    expect((await desk.run("decisions")).out).toContain("alidade serve");
  });
});

describe("decisions", () => {
  test("are listed, shown with what came of them, and replayed bit for bit", async () => {
    await desk.run("release", "shop", await train(0.9, "pass"));
    const id = await decideOnce();
    expect((await desk.run("decisions", "--limit", "1")).out).toContain(id);
    expect((await json("decisions", "--system", "shop")).decisions).toHaveLength(1);
    expect((await json("decisions", "--system", "shap")).error.code).toBe("cli.input.system-unknown");
    const shown = await json("decisions", "show", id);
    expect(shown.decision.body).toMatchObject({ action: "act", features: { visits: 9, channel: "web" } });
    expect(shown.outcomes).toHaveLength(1);
    expect((await desk.run("decisions", "show", id)).out).toContain("act for 7");
    const replayed = await desk.run("decisions", "replay", id, "shop");
    expect(replayed.exit).toBe(0);
    expect(replayed.out).toContain("bit for bit");
  });

  test("are replayed under the plan of their receipt, not under today's", async () => {
    await desk.run("release", "shop", await train(0.9, "pass"));
    const id = await decideOnce();
    await desk.run("release", "shop", "rule");
    expect((await json("decisions", "replay", id, "shop")).same).toBe(true);
  });

  test("that nobody made are refused", async () => {
    await desk.run("release", "shop", "rule");
    expect((await json("decisions", "show", "dec_nope")).error.code).toBe("cli.input.decision-unknown");
  });
});
