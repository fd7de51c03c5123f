/** Direct Line tokens while the key that signs them makes way for another. */
import { describe, expect, it } from 'vitest';
import { createTokens } from '../../src/channels/directline/tokens.ts';

const now = () => new Date('2026-11-24T10:00:00Z');
const former = 'het vorige geheim van minstens 32 tekens';
const present = 'het nieuwe geheim van minstens 32 tekens';
const ticket = { conversation: 'c' };

describe('a token of a former secret', () => {
  it('is good as long as that secret is named, and then no more', async () => {
    const token = await createTokens(former, now).issue('chat', ticket);
    expect(await createTokens(present, now, [former]).check('chat', token)).toEqual({ ok: true, ticket });
    expect(await createTokens(present, now).check('chat', token)).toEqual({ ok: false, because: 'invalid' });
  });

  it('is followed by one of the present secret', async () => {
    const token = await createTokens(present, now, [former]).issue('chat', ticket);
    expect(await createTokens(present, now).check('chat', token)).toEqual({ ok: true, ticket });
    expect(await createTokens(former, now).check('chat', token)).toEqual({ ok: false, because: 'invalid' });
  });

  it('must be as hard to guess', () => {
    expect(() => createTokens(present, now, ['kort'])).toThrow('too short');
  });
});
