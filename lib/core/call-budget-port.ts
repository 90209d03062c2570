/** The shared limit of one store or one vendor key, as the http client sees it. */
export interface CallBudgetPort {
  /**
   * Resolves when one more call may be made; waits for a while when the limit is used up.
   * @throws BudgetError when it would have to wait longer than it may, with the time from which it can go on.
   */
  acquire(request: { priority: "write_back" | "normal" | "import"; signal?: AbortSignal }): Promise<{ release(): void }>;
  /** The vendor asked to be left alone until then: no process calls before. */
  block(until: Date, reason: string): Promise<void>;
}
