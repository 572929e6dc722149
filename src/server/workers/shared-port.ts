import { createServer } from "node:net";
import { refusedAt } from "../serve-desk.ts";

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Whether several threads can listen on one port here, among which the system shares the connections out. */
export async function sharesPorts(): Promise<boolean> {
  return await listenOnce({ host: "127.0.0.1", port: 0, reusePort: true }).then(
    () => true,
    () => false,
  );
}

/**
 * Makes sure that nobody listens on a port, another server that shares its port included: the system would give each of the two a part of
 * the connections. Throws `server.port-in-use`, `server.cannot-listen`.
 */
export async function requireFree(place: Place): Promise<void> {
  await listenOnce(place).catch((thrown: unknown) => {
    throw refusedAt(place, thrown);
  });
}

async function listenOnce(options: Place & { readonly reusePort?: boolean }): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
