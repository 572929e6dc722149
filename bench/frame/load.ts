import { Agent, request } from "node:http";
import { quantile } from "./median.ts";

/** What came of asking for a while. */
export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

export interface LoadOptions {
  /** Questions under way at a time. */
  readonly lanes: number;
  readonly seconds: number;
  /** Asks once; resolves to whether it was answered. */
  ask(n: number): Promise<boolean>;
}

/** Asks from several lanes for some seconds; each lane asks again as soon as it has its answer. */
export async function load({ lanes, seconds, ask }: LoadOptions): Promise<Load> {
  const took: number[] = [];
  let asked = 0;
  let failed = 0;
  const started = performance.now();
  const end = started + seconds * 1000;
  const lane = async (): Promise<void> => {
    for (let now = performance.now(); now < end; ) {
      if (!(await ask(asked++))) failed++;
      const after = performance.now();
      took.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const elapsed = (performance.now() - started) / 1000;
  return { perSecond: took.length / elapsed, p50: quantile(took, 0.5), p99: quantile(took, 0.99), failed };
}

/** Asks over HTTP on connections that are kept open: as many as questions are under way. */
export function poster(url: string, bodies: readonly string[]): { ask(n: number): Promise<boolean>; close(): void } {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(url);
  const ask = (n: number): Promise<boolean> =>
    new Promise((resolve) => {
      const body = bodies[n % bodies.length] ?? "{}";
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      const sent = request({ agent, hostname, port, path: "/v1/decide", method: "POST", headers }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode === 200));
      });
      sent.on("error", () => resolve(false));
      sent.end(body);
    });
  return { ask, close: () => agent.destroy() };
}
