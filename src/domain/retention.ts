/** How long things are kept. */

/** From their last use. A client can have everything of theirs kept shorter. */
export interface Retention {
  /** Chat text; 0: not at all. */
  chatHours: number;
  /** A client's document with their plan. */
  planDays: number;
  /**
   * What is not kept with a return code, where a channel has sessions: nobody can come back to a browser tab that was
   * closed.
   */
  sessionHours: number;
  /** What was sent to an organisation. */
  handoffDays: number;
}
