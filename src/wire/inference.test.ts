import { describe, expect, test } from "vitest";
import { MOST_ROWS, openApi, readBody, routes, type TensorValues } from "./index.ts";

describe("the values of a tensor that is sent", () => {
  const read = (data: unknown): TensorValues | undefined => {
    const tensor = { name: "area", datatype: "BYTES", shape: [4], data };
    return readBody(routes.infer.request!, { inputs: [tensor] }).inputs[0]?.data;
  };

  test("are a list, or what is read as one", () => {
    const bytes: TensorValues = { length: 4, at: () => "east" };
    for (const data of [["east"], bytes, undefined]) expect(read(data)).toBe(data);
  });

  test.each(["east", "", 4, true, null, { length: 4, at: 1 }])("are not %o", (data) => {
    expect(() => read(data)).toThrow(/`inputs.0.data` must be a list/);
  });
});

test("a request is said to hold so many rows, and an answer however many scores they come to", () => {
  const { InferRequest: asked, InferResponse: answered } = openApi([], "1").components.schemas;
  const dataOf = (tensors: unknown) => (tensors as { items: { properties: { data: object } } }).items.properties.data;
  const { inputs } = (asked as { properties: { inputs: unknown } }).properties;
  const { outputs } = (answered as { properties: { outputs: unknown } }).properties;
  expect(dataOf(inputs)).toMatchObject({ type: "array", maxItems: MOST_ROWS });
  expect(dataOf(outputs)).toMatchObject({ type: "array" });
  expect(dataOf(outputs)).not.toHaveProperty("maxItems");
});
