import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contract, csv, number, pushed, tail, text, time } from "../data/index.ts";
import { unstated } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import { on, stream } from "../system/index.ts";
import { clinic, clinicRows, closeAfterEach, folder, open } from "./opened.conformance.ts";
import { openDecider } from "./public.ts";

closeAfterEach();

describe("a decider in process of a system with streams", () => {
  test("answers windows over events that were pushed here", async () => {
    const visit = contract({ patient: number(), at: time({ format: "milliseconds" }), cost: number() });
    const visits = stream({ contract: visit, source: pushed(), entity: "patient", time: "at" });
    const s = on(clinicRows, { streams: { visits } });
    const streamed = s.system({
      name: "streamed",
      source: csv("clinic.csv"),
      outcomes: { back: s.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
      features: s.features((_, from) => ({ count: from.visits.count({ within: "1d" }) })),
      rule: (f) => f.count.atLeast(2),
      heads: {},
      weights: {},
      policy: actIf({ threshold: 0.5 }),
      objective: unstated({ act: "call", otherwise: "skip" }),
      entity: "patient",
      time: "admitted",
    });
    const decider = await openDecider([streamed, clinic], { dir: join(await folder(), ".alidade") });
    open.push(() => decider.close());
    const ask = async () => (await decider.decide(streamed, { entity: 7, given: { visits: 0 } })).action;
    expect(await ask()).toBe("skip");
    const events = [1, 2].map((cost) => ({ patient: 7, at: new Date(), cost }));
    expect(await decider.push(streamed, "visits", events)).toMatchObject({ accepted: 2, refused: [] });
    expect(await ask()).toBe("call");
    await expect(decider.push(clinic, "visits" as never, [])).rejects.toMatchObject({ code: "events.stream-unknown" });
  });

  test("follows the file of a stream, found from the folder that it is told", async () => {
    const from = await folder();
    const file = join(from, "visits.jsonl");
    const line = (id: string) => `${JSON.stringify({ id, patient: 7, at: Date.now() })}\n`;
    await writeFile(file, line("first"));
    const visit = contract({ id: text(), patient: number(), at: time({ format: "milliseconds" }) });
    const visits = stream({ contract: visit, source: tail("visits.jsonl"), entity: "patient", time: "at", id: "id" });
    const s = on(clinicRows, { streams: { visits } });
    const followed = s.system({
      name: "followed",
      source: csv("clinic.csv"),
      entity: "patient",
      time: "admitted",
      objective: unstated({ act: "call", otherwise: "skip" }),
      outcomes: { back: s.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
      features: s.features((_, seen) => ({ count: seen.visits.count({ within: "1d" }) })),
      rule: (f) => f.count.atLeast(2),
      heads: {},
      weights: {},
      policy: actIf({ threshold: 0.5 }),
    });
    const decider = await openDecider([followed], { dir: join(from, ".alidade"), from });
    open.push(() => decider.close());
    const ask = async () => (await decider.decide(followed, { entity: 7, given: { visits: 0 } })).action;
    expect(await ask()).toBe("skip");
    await appendFile(file, line("second"));
    await expect.poll(ask, { timeout: 10_000 }).toBe("call");
  });
});
