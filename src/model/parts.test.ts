import { expect, test } from "vitest";
import type { Model, Task } from "./model.ts";
import { partOf } from "./partitioned/body.ts";
import { partsOf } from "./parts.ts";

const signature = (task: Task, classes: readonly string[] = []): Model["signature"] => ({
  task,
  features: [],
  classes,
});
const calibration = { kind: "none" } as const;
const says = (p: number): Model => ({
  format: "constant",
  signature: signature("binary"),
  calibration,
  body: { outputs: [p] },
});
const told = (model: Model) => partsOf(model).map(({ name, answers }) => [name, answers]);

test("a model per key has a parent and a part for each key", () => {
  const parts = [partOf(["NL"], says(0.1)), partOf(["NL", "Utrecht"], says(0.2))];
  const body = { by: ["country", "city"], parent: says(0.5), parts };
  expect(told({ format: "partitioned", signature: signature("binary"), calibration, body })).toEqual([
    ["parent", "Answers where no other part does"],
    ["NL", "Answers where country is NL"],
    ["NL > Utrecht", "Answers where country is NL and city is Utrecht"],
  ]);
});

test("a chain's parts say what they are told", () => {
  const links = ["label tech", "label finance"];
  const chain = { order: [1, 0], models: [says(0.1), says(0.2)], links };
  const whole = (chains: readonly object[]): Model => {
    return {
      format: "perLabel",
      signature: signature("multilabel", ["tech", "finance"]),
      calibration,
      body: { chains },
    };
  };
  expect(told(whole([chain]))).toEqual([
    ["finance", "Gives the probability of finance"],
    ["tech", "Gives the probability of tech, told the answers before it as label finance"],
  ]);
  const names = told(whole([chain, chain])).map(([name]) => name);
  expect(new Set(names).size).toBe(4);
});

test("a tree of classes has a part for each fork that knows something", () => {
  const classes = ["fashion > shoes > boots", "fashion > shoes > sandals", "fashion > hats", "tech"];
  const nodes = [
    { children: [1, -4], shares: [0.5, 0.5], model: says(0.3), modelled: [0, 1] },
    { children: [2, -3], shares: [0.5, 0.5], model: undefined, modelled: [] },
    { children: [-1, -2], shares: [0.5, 0.5], model: says(0.4), modelled: [1, 0] },
  ];
  const body = { nodes, reach: 0 };
  expect(told({ format: "hierarchy", signature: signature("hierarchical", classes), calibration, body })).toEqual([
    ["root", "Tells fashion, tech apart"],
    ["fashion > shoes", "Tells sandals, boots apart"],
  ]);
});

test("a model by itself has none", () => {
  expect(partsOf(says(0.5))).toEqual([]);
});
