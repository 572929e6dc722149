/**
 * Names a learner and its parameters. Only data: a system file, and therefore a server, loads no training code by
 * mentioning one. Training looks the name up and checks the parameters.
 */
export interface LearnerRef<Name extends string = string> {
  readonly learner: Name;
  readonly params: Readonly<Record<string, unknown>>;
}
