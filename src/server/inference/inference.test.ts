import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Office } from "../office.conformance.ts";
import { openWard } from "./served-model.conformance.ts";

let office: Office;
let version: string;
beforeAll(async () => {
  ({ office, version } = await openWard());
});
afterAll(() => office.close());

const MODEL = "/v2/models/readmission.stay";

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at, not relied on
async function send(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<any> {
  const post = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
  };
  const response = await fetch(office.server.url + path, body === undefined ? {} : post);
  return { status: response.status, body: await response.json() };
}

const tensor = (name: string, datatype: string, data: readonly unknown[]) => ({
  name,
  datatype,
  shape: [data.length],
  data,
});
const rows = [
  tensor("visits", "FP64", [0, 1, null, 4]),
  tensor("age", "BYTES", ["young", "old", "old", null]),
  tensor("insured", "BOOL", [false, true, true, false]),
];
const textAsList = { name: "age", datatype: "BYTES", shape: [3], data: "old" };
const zeros = (length: number): readonly number[] => new Array<number>(length).fill(0);
const expected = [10, 15.5, 13.5, 118];

describe("the Open Inference Protocol", () => {
  test("tells what is served, and that it is", async () => {
    expect((await send("/v2")).body).toMatchObject({ name: "alidade", extensions: ["binary_tensor_data"] });
    expect((await send("/v2/health/live")).body).toEqual({ live: true });
    expect((await send("/v2/health/ready")).body).toEqual({ ready: true });
    const metadata = {
      name: "readmission.stay",
      versions: [version],
      platform: "alidade_linear",
      inputs: [
        { name: "visits", datatype: "FP64", shape: [-1] },
        { name: "age", datatype: "BYTES", shape: [-1] },
        { name: "insured", datatype: "BOOL", shape: [-1] },
      ],
      outputs: [{ name: "scores", datatype: "FP64", shape: [-1, 1] }],
    };
    expect((await send(MODEL)).body).toEqual(metadata);
    expect((await send(`${MODEL}/versions/${version}`)).body).toEqual(metadata);
    for (const path of [`${MODEL}/ready`, `${MODEL}/versions/${version}/ready`])
      expect((await send(path)).body).toEqual({ ready: true });
  });

  test("scores rows by the champion or by a version, and stores nothing", async () => {
    const before = await office.state.journal.read(null, 1_000);
    for (const path of [`${MODEL}/infer`, `${MODEL}/versions/${version}/infer`])
      expect(await send(path, { id: "r1", inputs: rows, parameters: { anything: 1 } })).toEqual({
        status: 200,
        body: {
          model_name: "readmission.stay",
          model_version: version,
          id: "r1",
          outputs: [{ name: "scores", datatype: "FP64", shape: [4, 1], data: expected }],
        },
      });
    expect((await office.state.journal.read(null, 1_000)).entries).toEqual(before.entries);
  });

  test("takes columns, other kinds of numbers, and leaves out what is not known", async () => {
    const column = { name: "visits", datatype: "INT32", shape: [2, 1], data: [[1], [2]] };
    const { body } = await send(`${MODEL}/infer`, { inputs: [column], outputs: [{ name: "scores" }] });
    expect(body.outputs[0].data).toEqual([112, 114]);
  });

  test("takes tensors as bytes behind the JSON", async () => {
    const numbers = Buffer.from(Float64Array.of(0, 1, Number.NaN, 4).buffer);
    const texts = Buffer.concat(
      ["young", "old", "old", "elsewhere"].map((text) => {
        const bytes = Buffer.from(text);
        const length = Buffer.alloc(4);
        length.writeUInt32LE(bytes.length);
        return Buffer.concat([length, bytes]);
      }),
    );
    const inputs = [
      { name: "visits", datatype: "FP64", shape: [4], parameters: { binary_data_size: numbers.length } },
      { name: "age", datatype: "BYTES", shape: [4], parameters: { binary_data_size: texts.length } },
      rows[2],
    ];
    const json = Buffer.from(JSON.stringify({ inputs }));
    const headers = {
      "inference-header-content-length": String(json.length),
      "content-type": "application/octet-stream",
    };
    const { body } = await send(`${MODEL}/infer`, Buffer.concat([json, numbers, texts]), headers);
    expect(body.outputs[0].data).toEqual([10, 15.5, 13.5, 18]);
    const cut = await send(`${MODEL}/infer`, Buffer.concat([json, numbers]), headers);
    expect(cut).toMatchObject({ status: 400, body: { code: "wire.body-cut" } });
    for (const length of ["-1", "1e9", "x"])
      expect(
        (await send(`${MODEL}/infer`, json, { ...headers, "inference-header-content-length": length })).status,
      ).toBe(400);
  });

  test.each([
    ["constructor", "inference.tensor-unfit"],
    ["__proto__", "inference.tensor-unfit"],
    [{ toString: 1, valueOf: 1 }, "wire.request-invalid"],
    [null, "wire.request-invalid"],
  ])("refuses the name and the datatype %o of bytes", async (odd, code) => {
    const good = { name: "visits", datatype: "INT8", shape: [0], parameters: { binary_data_size: 0 } };
    for (const part of ["name", "datatype"]) {
      const json = Buffer.from(JSON.stringify({ inputs: [{ ...good, [part]: odd }] }));
      const headers = { "inference-header-content-length": String(json.length) };
      expect(await send(`${MODEL}/infer`, json, headers)).toMatchObject({ status: 400, body: { code } });
    }
  });

  test("takes so many rows and no more, also where a few bytes unpack to a million of them", async () => {
    const ask = (datatype: string, rows: number, bytes: number) => {
      const parameters = { binary_data_size: bytes };
      const json = Buffer.from(JSON.stringify({ inputs: [{ name: "visits", datatype, shape: [rows], parameters }] }));
      const headers = { "inference-header-content-length": String(json.length), "content-encoding": "gzip" };
      return send(`${MODEL}/infer`, gzipSync(Buffer.concat([json, Buffer.alloc(bytes)])), headers);
    };
    const { body } = await ask("INT8", 10_000, 10_000);
    expect(body.outputs[0]).toMatchObject({ shape: [10_000, 1], data: zeros(10_000).map(() => 110) });
    for (const [datatype, rows, bytes] of [
      ["INT8", 1_000_000, 1_000_000],
      ["INT8", 4, 1_000_000],
      ["BYTES", 250_000, 1_000_000],
    ] as const)
      expect(await ask(datatype, rows, bytes)).toMatchObject({
        status: 400,
        body: { code: "inference.too-many-rows", hint: "Send 10000 rows at a time." },
      });
  });

  test("refuses numbers beyond a double, from JSON and from bytes", async () => {
    const json = `{"inputs":[{"name":"visits","datatype":"FP64","shape":[2],"data":[1,1e999]}]}`;
    const tail = Buffer.from(Float64Array.of(1, Number.NEGATIVE_INFINITY).buffer);
    const parameters = { binary_data_size: tail.length };
    const head = Buffer.from(JSON.stringify({ inputs: [{ ...tensor("visits", "FP64", [1, 2]), parameters }] }));
    const headers = { "inference-header-content-length": String(head.length) };
    for (const answer of [
      await send(`${MODEL}/infer`, Buffer.from(json)),
      await send(`${MODEL}/infer`, Buffer.concat([head, tail]), headers),
    ])
      expect(answer).toMatchObject({ status: 400, body: { code: "inference.tensor-unfit" } });
  });

  test.each([
    ["an unknown model", "/v2/models/readmission.risk/infer", rows, 404, "inference.model-unknown"],
    ["a model of no system", "/v2/models/__proto__/infer", rows, 404, "inference.model-unknown"],
    ["an unknown version", `${MODEL}/versions/mdl_0/infer`, rows, 404, "inference.model-unknown"],
    ["an unknown input", `${MODEL}/infer`, [tensor("vists", "FP64", [1])], 400, "inference.tensor-unfit"],
    ["another datatype", `${MODEL}/infer`, [tensor("visits", "BYTES", ["1"])], 400, "inference.tensor-unfit"],
    ["another type", `${MODEL}/infer`, [tensor("visits", "FP64", ["1"])], 400, "inference.tensor-unfit"],
    ["another shape", `${MODEL}/infer`, [{ ...rows[0], shape: [2, 2] }], 400, "inference.tensor-unfit"],
    ["a tensor that comes twice", `${MODEL}/infer`, [rows[0], rows[0]], 400, "inference.tensor-unfit"],
    [
      "a list where a number belongs",
      `${MODEL}/infer`,
      [tensor("visits", "FP64", [[1]])],
      400,
      "inference.tensor-unfit",
    ],
    ["more rows than fit", `${MODEL}/infer`, [tensor("visits", "INT8", zeros(10_001))], 400, "inference.too-many-rows"],
    ["a shape of more rows", `${MODEL}/infer`, [{ ...rows[0], shape: [1e9] }], 400, "inference.too-many-rows"],
    ["a text where a list belongs", `${MODEL}/infer`, [textAsList], 400, "wire.request-invalid"],
    ["too few values", `${MODEL}/infer`, [{ ...rows[0], shape: [5] }], 400, "inference.tensor-unfit"],
    ["no values", `${MODEL}/infer`, [{ ...rows[0], data: undefined }], 400, "inference.tensor-unfit"],
    [
      "rows of two lengths",
      `${MODEL}/infer`,
      [rows[0], tensor("age", "BYTES", ["old"])],
      400,
      "inference.tensor-unfit",
    ],
    ["no tensor", `${MODEL}/infer`, [], 400, "wire.request-invalid"],
    ["a shape that is none", `${MODEL}/infer`, [{ ...rows[0], shape: [-4] }], 400, "wire.request-invalid"],
  ])("refuses %s, in the protocol's own place too", async (...[, path, inputs, status, code]) => {
    const answer = await send(path, { inputs });
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.body.error).toBe(answer.body.detail);
  });
});
