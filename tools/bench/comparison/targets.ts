import { table } from '../markdown.js';
import type { RowResult } from './comparison.js';
import { THIS_SERVICE } from './rows.js';

/** What this service is to keep to, and how it does. */
export interface Target {
  readonly what: string;
  /** At most. */
  readonly atMost: number;
  readonly measured: number;
}

/** Those for which there are figures in this run. */
export function targetsOf(rows: readonly RowResult[]): Target[] {
  const service = rows.find(({ id }) => id === THIS_SERVICE.id);
  const peers = rows.filter(({ isPeer, failure }) => isPeer && failure === undefined);
  if (service === undefined || service.failure !== undefined) return [];
  const leastOfPeers = (figure: (row: RowResult) => number | undefined): number =>
    Math.min(...peers.map((row) => figure(row) ?? Infinity));
  const timesBestPeer = (figure: (row: RowResult) => number | undefined): number | undefined => {
    const [ours, theirs] = [figure(service), leastOfPeers(figure)];
    return ours === undefined || !Number.isFinite(theirs) ? undefined : ours / theirs;
  };
  const profile = (row: RowResult): number | undefined => row.profileMicroseconds?.median;
  const targets: readonly (readonly [string, number, number | undefined])[] = [
    ['`GET /profile`, × bare Nest', 1.5, service.profileTimesBareNest?.median],
    ['`GET /profile`, × the best peer', 0.6, timesBestPeer(profile)],
    ['a sign-in, × the best peer', 1.5, timesBestPeer((row) => row.signInMicroseconds?.median)],
    ['RSS after, × the best peer', 1.2, timesBestPeer((row) => row.rssAfterBytes)],
    ['ready, s', 1.2, service.readyMs && service.readyMs.median / 1000],
  ];
  return targets.flatMap(([what, atMost, measured]) => (measured === undefined ? [] : [{ what, atMost, measured }]));
}

/** As a table, when there are any. */
export function renderTargets(rows: readonly RowResult[]): string[] {
  const targets = targetsOf(rows);
  if (targets.length === 0) return [];
  const cells = targets.map(({ what, atMost, measured }) => [
    what,
    String(atMost),
    measured.toFixed(2),
    measured <= atMost ? 'yes' : `${((measured / atMost - 1) * 100).toFixed(0)} % above`,
  ]);
  return [table(['this service', 'at most', 'measured', 'kept'], cells)];
}
