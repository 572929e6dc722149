import { defineFault, type Fault } from "../fault.ts";

/** How many times as long an answer takes, and how much more at least, milliseconds. */
const [TIMES, MORE] = [10, 50];

/** A disk, or a machine, has become slow. */
export const answersSlow: Fault = defineFault({
  about: "answers take ten times as long",
  of: "machine",
  part: "server",
  noticedBy: ["latency.*"],
  plan: () => ({
    says: `every answer takes ${TIMES} times as long`,
    receipt: (body) => ({ ...body, took: TIMES * body.took + MORE }),
  }),
});
