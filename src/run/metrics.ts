/**
 * What an operator may know: how many of what happened, in Prometheus text. Codes and figures only.
 */
import type { Log } from './ports.ts';

export interface Metrics {
  /** Counts each logged event by its name; pass it wherever a log is asked for. */
  log: Log;
  count(event: string): void;
  text(): { type: string; text: string };
}

/** @param log where events also go; @param gauges figures read at the moment they are asked for. */
export function createMetrics(log: Log, gauges: Record<string, () => number>): Metrics {
  const counts = new Map<string, number>();
  const count = (event: string): void => {
    counts.set(event, (counts.get(event) ?? 0) + 1);
  };
  return {
    count,
    log: (event, fields) => {
      count(event);
      log(event, fields);
    },
    text: () => {
      const lines = ['# TYPE stuur_events_total counter'];
      for (const [event, value] of [...counts].sort())
        lines.push(`stuur_events_total{event="${event}"} ${value}`);
      for (const [name, read] of Object.entries(gauges)) {
        lines.push(`# TYPE stuur_${name} gauge`, `stuur_${name} ${read()}`);
      }
      return { type: 'text/plain; version=0.0.4; charset=utf-8', text: `${lines.join('\n')}\n` };
    },
  };
}
