import fc from "fast-check";

/** A body of the binary tensor extension, and how many of its bytes are said to be JSON. */
export interface TensorBody {
  readonly body: Uint8Array;
  readonly json: number;
}

/** Often what it should be, and now and then another. */
const about = (right: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.oneof(fc.nat(20_000), fc.constantFrom(1e9, -1, 0.5)) },
  );

const SIZE: ReadonlyMap<unknown, number> = new Map([
  ["FP64", 8],
  ["INT64", 8],
  ["BYTES", 4],
  ["FP16", 2],
]);

/** What every object of the language knows by itself, what cannot be made a text, and nothing. */
const ODD: readonly unknown[] = ["constructor", "__proto__", "toString", { toString: 1, valueOf: 1 }, [], null];

/** So many bytes as a tensor may have, or far more rows than any request may: zeros and full bytes are NaN, empty texts, large numbers. */
const tensor = fc
  .record({
    name: fc.constantFrom<unknown>("urgent", "length", "area", "no such", ...ODD),
    datatype: fc.constantFrom<unknown>("INT8", "UINT8", "BOOL", "FP64", "INT64", "BYTES", "FP16", ...ODD),
    bytes: fc.oneof(fc.nat(64), fc.constantFrom(8 * 10_000, 10_001, 400_000)),
    fill: fc.constantFrom(0, 0x7f, 0xff),
    column: fc.boolean(),
  })
  .chain(({ bytes, column, fill, ...rest }) =>
    fc.record({ rows: about(Math.floor(bytes / (SIZE.get(rest.datatype) ?? 1))), size: about(bytes) }).map((said) => ({
      bytes: new Uint8Array(bytes).fill(fill),
      tensor: { ...rest, shape: column ? [said.rows, 1] : [said.rows], parameters: { binary_data_size: said.size } },
    })),
  );

/** Tensors of few and of very many rows, as bytes behind their JSON. */
export const tensorBodies: fc.Arbitrary<TensorBody> = fc.array(tensor, { minLength: 1, maxLength: 3 }).chain((all) => {
  const json = Buffer.from(JSON.stringify({ inputs: all.map((one) => one.tensor) }));
  const body = Buffer.concat([json, ...all.map(({ bytes }) => bytes)]);
  return about(json.length).map((length) => ({ body, json: length }));
});
