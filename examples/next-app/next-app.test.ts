import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FramingRace, framingSection, type RacedFraming, raceFramings } from "../../src/assess/index.ts";
import { inlineCompute } from "../../src/backends/index.ts";
import { silentProgress, toTerminal } from "../../src/report/index.ts";
import type { Estimate } from "../../src/stats/index.ts";
import { type Loop, openLoop } from "../loop.ts";
import { NEW_APPS, simulatePhones } from "./simulate.ts";
import system from "./system.mts";

const history = simulatePhones(1_200);
let race: FramingRace;
let loop: Loop<typeof system>;
beforeAll(async () => {
  race = await raceFramings(
    system,
    {},
    {
      ...{ read: async () => history, compute: inlineCompute, progress: silentProgress },
      stopwatch: () => performance.now(),
    },
  );
  loop = await openLoop(system, history);
}, 90_000);
afterAll(() => loop.close());

function named(name: string): RacedFraming {
  const found = race.framings.find((one) => one.name.includes(name));
  if (found === undefined) throw new Error(`no framing ${name}: ${race.framings.map((one) => one.name)}`);
  return found;
}

describe("the next app, as classes and as candidates", () => {
  test("is trained again for a new app as classes, and served at once as candidates", () => {
    expect(named("one class for each app").onNewClass).toBe("retrain");
    expect(named("as declared").onNewClass).toBe("served");
  });

  test("takes one prediction a request as classes, and one for each installed app as candidates", () => {
    expect(named("one class for each app").costs.predictions).toBe(1);
    expect(named("as declared").costs.predictions).toBeGreaterThan(9);
    expect(named("one class for each app").costs.requestBytes).toBeLessThan(named("as declared").costs.requestBytes);
  });

  test("earns more as candidates where the app that was opened had not been there to learn from", () => {
    expect(race.newClasses?.names).toEqual([...NEW_APPS].sort());
    const classes = named("one class for each app").onNewClasses as Estimate;
    const candidates = named("as declared").onNewClasses as Estimate;
    expect(candidates.low).toBeGreaterThan(classes.high);
    // A class that nobody has seen stands last: ten others fill the four places.
    expect(classes.value).toBeLessThan(0.001);
  });

  test("comes out as a table, on the same decisions and in money", () => {
    const document = { title: "Next app", summary: [], sections: [framingSection(race)] };
    const text = toTerminal(document, { width: 220, colour: false });
    expect(text).toMatch(/One class for each app .*train again/);
    expect(text).toMatch(/A score for each candidate, as declared .*served at once/);
    expect(text).toMatch(/not there to learn from: `puzzle`,\s+`rides`/);
  });

  test("ranks an app that training has not seen where it is wanted", async () => {
    const context = { hour: 13, weekend: false, place: "way", headphones: false, usual: "chat", last_app: "chat" };
    const app = (id: string, category: string, opened = 0) => ({
      id,
      given: { app: id, category, opened_7d: opened, opened_last: false, days_installed: 100, notifications: 0 },
    });
    const candidates = [
      app("blocks", "games"),
      app("a-new-map", "maps"),
      app("camera", "camera"),
      app("tunes", "music"),
    ];
    const { answer } = await loop.ask.rank({ entity: "p-new", given: context, candidates } as never);
    expect(answer[0]).toBe("a-new-map");
  });
});
