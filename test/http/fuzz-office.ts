import { makeChampion } from "../../src/server/inference/served-model.conformance.ts";
import { hospital, type Office, openOffice } from "../../src/server/office.conformance.ts";
import { ordering } from "../../src/train/desk.conformance.ts";

/** A request that is answered with 200, as it is. */
export interface Good {
  readonly method: string;
  /** As the server's document names it. */
  readonly path: string;
  readonly url: string;
  readonly body?: unknown;
}

/** A server to fuzz, and requests that it answers: most of what is wrong is wrong in one place only. */
export interface FuzzOffice extends Office {
  readonly good: readonly Good[];
}

/** Minutes that a message takes: 2 · length + 3 · urgency. */
const minutes = {
  format: "linear",
  signature: {
    task: "regression",
    features: [
      { name: "urgent", kind: "number" },
      { name: "length", kind: "number" },
      { name: "area", kind: "text" },
    ],
    classes: [],
  },
  calibration: { kind: "none" },
  body: {
    intercept: [0],
    numbers: [
      { slot: 0, fill: 0, weight: [3], missing: [0] },
      { slot: 1, fill: 0, weight: [2], missing: [20] },
    ],
    texts: [{ slot: 2, levels: ["east", "west"], weight: [0, 1], missing: [0] }],
    shares: [0.5, 0.3, 0.2],
  },
};

const MODEL = "orders.minutes";

/** A server with a system that acts by its rule and one that orders by a model. */
export async function fuzzOffice(): Promise<FuzzOffice> {
  const office = await openOffice([hospital, ordering]);
  const version = await makeChampion(office, { system: "orders", head: "minutes", model: minutes });
  const question = { system: "readmission", entity: "7", given: { visits: 3 } };
  const answer = await fetch(`${office.server.url}/v1/decide`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
  });
  const { id } = (await answer.json()) as { readonly id: string };
  return {
    ...office,
    good: [{ method: "POST", path: "/v1/decide", url: "/v1/decide", body: question }, ...others(id, version)],
  };
}

function others(decision: string, version: string): readonly Good[] {
  const candidates = ["x", "y", "z"].map((one, i) => ({
    id: one,
    given: { urgent: 2 * i, length: 5 + i, area: "west" },
  }));
  const visited = { decision, outcome: "readmitted", value: true, at: Date.now(), key: "k" };
  const infer = {
    inputs: [
      { name: "urgent", datatype: "FP64", shape: [2], data: [1, null] },
      { name: "area", datatype: "BYTES", shape: [2], data: ["east", "west"] },
    ],
  };
  const get = (path: string, url: string): Good => ({ method: "GET", path, url });
  const post = (path: string, url: string, body: unknown): Good => ({ method: "POST", path, url, body });
  const weights = "/v1/systems/{name}/weights";
  const model = "/v2/models/{model}";
  const versioned = `${model}/versions/{version}`;
  const [served, servedVersion] = [`/v2/models/${MODEL}`, `/v2/models/${MODEL}/versions/${version}`];
  return [
    post("/v1/rank", "/v1/rank", { system: "orders", entity: 1, given: { batch: "b" }, candidates }),
    post("/v1/outcomes", "/v1/outcomes", visited),
    get("/v1/decisions/{id}", `/v1/decisions/${decision}`),
    get(weights, "/v1/systems/orders/weights"),
    {
      method: "PUT",
      path: weights,
      url: "/v1/systems/orders/weights",
      body: { values: { minutes: 0.5 }, why: "fuzz" },
    },
    post(`${weights}/undo`, "/v1/systems/orders/weights/undo", { why: "fuzz" }),
    get(model, served),
    get(`${model}/ready`, `${served}/ready`),
    post(`${model}/infer`, `${served}/infer`, infer),
    get(versioned, servedVersion),
    get(`${versioned}/ready`, `${servedVersion}/ready`),
    post(`${versioned}/infer`, `${servedVersion}/infer`, infer),
  ];
}
