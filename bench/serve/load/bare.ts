import { fileURLToPath } from "node:url";
import { type Server, startServer } from "./server.ts";

const program = fileURLToPath(new URL("../../children/empty-server.ts", import.meta.url));

/** A Fastify route that reads the same body and answers at once: what HTTP alone costs here. */
export function bareServer(): Promise<Server> {
  return startServer(process.execPath, [program]);
}
