/** Where everything is answered. */
export const paths = {
  decide: "/v1/decide",
  rank: "/v1/rank",
  outcomes: "/v1/outcomes",
  events: "/v1/events",
  systems: "/v1/systems",
  weights: "/v1/systems/:name/weights",
  weightsUndo: "/v1/systems/:name/weights/undo",
  decision: "/v1/decisions/:id",
  alive: "/healthz",
  ready: "/readyz",
  metrics: "/metrics",
  openapi: "/openapi.json",
} as const;

/** The literal type of every path, so that a client can name one without loading this room. */
export type Paths = typeof paths;
