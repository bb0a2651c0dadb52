/** An appointment in somebody's calendar. */
export interface PersonEvent {
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly start: string;
  /** ISO 8601, UTC. */
  readonly end: string;
  readonly location?: string;
}
