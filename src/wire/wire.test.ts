import { describe, expect, test } from "vitest";
import { bug, defineError } from "../kernel/index.ts";
import { problemOf, readBody, requestInvalid, routes, statusOf } from "./index.ts";

const caught = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
};

describe("the status of an error", () => {
  const cases: readonly [string, boolean, number][] = [
    ["data.given-wrong-type", false, 400],
    ["decide.entity-invalid", false, 400],
    ["outcomes.invalid", false, 400],
    ["outcomes.decision-unknown", false, 404],
    ["wire.request-invalid", false, 400],
    ["wire.not-found-system", false, 404],
    ["wire.body-too-large", false, 413],
    ["state.disk-full", true, 503],
    ["state.corrupt", false, 500],
    ["store.closed", false, 503],
    ["server.not-ready", true, 503],
    ["decide.unheard-of", false, 500],
    ["kernel.bug", false, 500],
  ];
  test.each(cases)("%s (retryable: %s) is %i", (code, retryable, status) => {
    expect(statusOf({ code, retryable })).toBe(status);
  });
});

describe("a problem document", () => {
  test("of the caller's mistake says everything that helps, of the server's own nothing that is secret", () => {
    const problems = [{ field: "visits", problem: "must be a finite number. Got true." }];
    expect(problemOf(requestInvalid({ problems }), "req_1")).toEqual({
      type: "urn:alidade:problem:wire.request-invalid",
      title: "A request that does not fit",
      status: 400,
      detail: "`visits` must be a finite number. Got true.",
      code: "wire.request-invalid",
      hint: "The schema of every request is at /openapi.json.",
      instance: "req_1",
      problems,
    });
    const own = problemOf(bug({ what: "/home/ada/.alidade/journal.db is gone" }), "req_2");
    expect(own).toMatchObject({ status: 500, code: "kernel.bug", instance: "req_2" });
    expect(JSON.stringify(own)).not.toContain("ada");
  });

  test("lists at most fifty problems and says how many more there are", () => {
    const problems = Array.from({ length: 60 }, (_, i) => ({ field: `f${i}`, problem: "is wrong." }));
    const many = problemOf(requestInvalid({ problems }), "req_3");
    expect(many.problems).toHaveLength(50);
    expect(many.detail).toMatch(/… and 10 more$/);
  });

  test("takes `problems` of any error's data, and nothing that only looks like them", () => {
    const odd = defineError<{ problems: unknown }>("wire.odd", { headline: "Odd", message: () => "odd" });
    expect(problemOf(odd({ problems: "none" }), "req_4").problems).toBeUndefined();
  });
});

test("a value is quoted where it is wrong, briefly", () => {
  const { request } = routes.decide;
  const thrown = caught(() => readBody(request!, { entity: "x".repeat(5_000), given: { a: 1 } }));
  expect(thrown).toMatchObject({ code: "wire.request-invalid" });
  expect((thrown as Error).message).toMatch(
    /^`entity` must be a text of 1 to 256 .* Got "x{60}"… \(5000 characters\)\.$/,
  );
  expect(readBody(request!, { entity: 7, given: { a: [1] } })).toEqual({ entity: 7, given: { a: [1] } });
});

test("every route has its own method and path", () => {
  const places = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});
