// The floor for an answer over HTTP from Node: Fastify reads the same JSON, and answers with a constant.
import fastify from "fastify";

const app = fastify();
app.post("/v1/decide", async () => ({ id: "dec_0", action: "skip" }));
const url = await app.listen({ host: "127.0.0.1", port: 0 });
console.log(JSON.stringify({ url }));
process.on("SIGTERM", () => void app.close());
