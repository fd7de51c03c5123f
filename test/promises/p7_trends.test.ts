/**
 * Promise P7: "No figure a municipality sees can be traced to a person, also not by subtracting or comparing releases."
 * Trends are not built: no figure is stored or shown yet. Held here is what they will be made of, that it can hold
 * nobody's words, and that what an operator sees holds nobody either. The rest (one count for each person and period,
 * noise, thresholds, suppression, the ledger) comes with `src/trends`.
 */
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { DemandEvent } from '../../src/domain/demand.ts';
import { HELPED_BY } from '../../src/domain/demand.ts';
import { TOPICS } from '../../src/domain/vocabulary.ts';
import { createMetrics } from '../../src/run/metrics.ts';
import { readTranscript, transcriptNames } from '../../src/transcript/files.ts';
import { ROOT } from '../../src/transcript/stage.ts';
import { openAssistant, stage } from './assistant.ts';
import { PATIENT } from './everywhere.ts';

/** The fields of all counts together. */
type Field = DemandEvent extends infer Each ? (Each extends unknown ? Each[keyof Each] : never) : never;
/** `true` where any text fits, and where any text fits between dashes. */
type TakesText<Value> = string extends Value ? true : false;

describe('what is counted', () => {
  it('is made of closed codes: the compiler refuses free text', () => {
    expectTypeOf<
      TakesText<Exclude<Field, `${string}-${string}-${string}-${string}-${string}`>>
    >().toEqualTypeOf<false>();
    // @ts-expect-error a client's words are no topic
    const words: DemandEvent = { measure: 'asked_for', topic: 'mijn man drinkt' };
    // @ts-expect-error a name is no service: that is a directory's id
    const name: DemandEvent = { measure: 'service_chosen', topic: 'money', service: 'de buurvrouw' };
    // @ts-expect-error nothing else goes along
    const more: DemandEvent = { measure: 'step_done', by: 'self', client: '1' };
    expect([words, name, more]).toHaveLength(3);
  });

  it(
    'is, in every written conversation, one of those codes or a service of the directory',
    async () => {
      const codes = new Set<string>([
        ...TOPICS,
        'none',
        ...HELPED_BY,
        'offered',
        'asked',
        'declined',
        'withdrawn',
      ]);
      const measures = new Set([
        'asked_for',
        'plan_made',
        'step_done',
        'service_chosen',
        'no_service_found',
        'handoff',
      ]);
      const services = new Set(Object.values(stage.content.services).map(({ id }) => id));
      let counted = 0;
      for (const name of transcriptNames(ROOT)) {
        const { commits, talk } = openAssistant();
        const one = talk();
        await one.open();
        for (const { ik, after } of readTranscript(ROOT, name).talk)
          await one.send(ik ?? '', after ? { after } : {});
        for (const { demand, client } of commits) {
          counted += demand.length;
          for (const { measure, ...fields } of demand) {
            expect(measures).toContain(measure);
            for (const value of Object.values(fields))
              expect(codes.has(value) || services.has(value), value).toBe(true);
            expect(JSON.stringify(fields)).not.toContain(client.id);
          }
        }
      }
      expect(counted).toBeGreaterThan(50);
    },
    PATIENT,
  );
});

describe('what an operator sees', () => {
  it('is counts by event, and nothing of whom', () => {
    const metrics = createMetrics(() => undefined, { open_streams: () => 2 });
    metrics.count('turn');
    metrics.log('turn.conflict', { tries: 5, address: '192.0.2.1', text: 'zwartekat' });
    expect(metrics.text().text).toBe(
      [
        '# TYPE stuur_events_total counter',
        'stuur_events_total{event="turn"} 1',
        'stuur_events_total{event="turn.conflict"} 1',
        '# TYPE stuur_open_streams gauge',
        'stuur_open_streams 2',
        '',
      ].join('\n'),
    );
  });
});
