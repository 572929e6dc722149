import fc from "fast-check";
import { expect, test } from "vitest";
import { layOut, layoutOf, type Model, scoreRow } from "./index.ts";
import { compile } from "./trees/compile.ts";
import { aForest } from "./trees/forest.arbitrary.ts";

const modelOf = (body: Model["body"], width: number): Model => ({
  format: "trees",
  signature: {
    task: "multilabel",
    features: ["a", "b", "c"]
      .map((name) => ({ name, kind: "number" as const }))
      .concat(
        // biome-ignore lint/suspicious/noExplicitAny: a text among numbers
        ["d", "e"].map((name) => ({ name, kind: "text" as any })),
      ),
    classes: Array.from({ length: width }, (_, i) => `class ${i}`),
  },
  calibration: { kind: "none" },
  body,
});

test("a model that was laid out on another thread scores as it does where it was laid out, from that very memory", () => {
  fc.assert(
    fc.property(aForest, fc.double({ noNaN: true }), fc.constantFrom("a", "b", null), (body, a, d) => {
      const model = modelOf(body, body.base.length);
      // What travels between threads is a structured clone.
      const sent = structuredClone({ model, layout: layoutOf(model) });
      layOut(sent.model, sent.layout);
      expect(compile(sent.model.body as typeof body).image).toBe(sent.layout[0]);
      const row = { a, b: 1, c: null, d, e: "level 7" };
      expect(scoreRow(sent.model, row)).toEqual(scoreRow(model, row));
    }),
    { numRuns: 50 },
  );
});

test("forests inside of a composed model are laid out in one order here and there", () => {
  fc.assert(
    fc.property(aForest, aForest, (one, two) => {
      const [first, second] = [one, two].map((body) => modelOf({ ...body, base: [0] }, 1)) as [Model, Model];
      const chains = [{ order: [0, 1], models: [first, second], links: [] }];
      const model = { ...modelOf({ chains }, 2), format: "perLabel" };
      expect(layoutOf(model)).toEqual([...layoutOf(first), ...layoutOf(second)]);
    }),
    { numRuns: 20 },
  );
});
