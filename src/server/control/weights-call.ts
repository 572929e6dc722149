/** A call about one system's weights. */
export interface WeightsCall<Body> {
  /** Name of the system. */
  readonly name: string;
  readonly body: Body;
  /** Who asks, for the history. */
  readonly who: string;
}
