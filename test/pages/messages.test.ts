/** The log: every message once and in order, whatever the network does with it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, createMessages } from '../../src/pages/client/talk/messages.ts';

const id = (number: number) => `gesprek|${String(number).padStart(7, '0')}`;
const bot = (number: number, text: string, choices: { id: string; label: string }[] = []): Activity => ({
  type: 'message',
  id: id(number),
  from: { role: 'bot' },
  text,
  ...(choices.length > 0 ? { channelData: { choices } } : {}),
});
const echo = (number: number, key: string, text: string): Activity => ({
  type: 'message',
  id: id(number),
  from: { role: 'user' },
  text,
  channelData: { clientActivityID: key },
});
const event = (number: number, name: string, value?: unknown): Activity => ({
  type: 'event',
  id: id(number),
  from: { role: 'bot' },
  name,
  ...(value === undefined ? {} : { value }),
});
const TEA = { id: 'tea', label: 'Thee' };

/** What a person sees, a line each. */
const seen = (messages: ReturnType<typeof createMessages>) =>
  messages.entries().map(({ who, text, state }) => `${who}: ${text}${state === 'sent' ? '' : ` (${state})`}`);

describe('messages', () => {
  it('show an own message at once, and confirm it in place when it comes back', () => {
    const messages = createMessages();
    messages.receive(bot(1, 'Hoi'));
    messages.add('a', 'dag');
    expect(seen(messages)).toEqual(['bot: Hoi', 'me: dag (waiting)']);
    messages.receive(echo(2, 'a', 'dag'));
    messages.receive(bot(3, 'Wat is er?'));
    expect(seen(messages)).toEqual(['bot: Hoi', 'me: dag', 'bot: Wat is er?']);
    expect(messages.entries()[1]?.key).toBe('a');
  });

  it('keep what is not yet at the server behind what is', () => {
    const messages = createMessages();
    messages.add('a', 'een');
    messages.add('b', 'twee');
    messages.receive(bot(1, 'tussendoor'));
    messages.receive(echo(2, 'a', 'een'));
    expect(seen(messages)).toEqual(['bot: tussendoor', 'me: een', 'me: twee (waiting)']);
  });

  it('are shown once and in order however they arrive', () => {
    const script = [
      bot(1, 'a'),
      echo(2, 'x', 'b'),
      bot(3, 'c'),
      event(4, 'plan', {}),
      echo(5, 'y', 'd'),
      bot(6, 'e'),
    ];
    const deliveries = fc.array(fc.nat(script.length - 1), { maxLength: 30 });
    fc.assert(
      fc.property(deliveries, fc.boolean(), (order, typedHere) => {
        const messages = createMessages();
        if (typedHere) messages.add('x', 'b');
        for (const index of order) messages.receive(script[index] as Activity);
        for (const activity of script) messages.receive(activity);
        expect(seen(messages)).toEqual(['bot: a', 'me: b', 'bot: c', 'me: d', 'bot: e']);
      }),
    );
  });

  it('offer the choices of the last question until something is said', () => {
    const messages = createMessages();
    messages.receive(bot(1, 'Wat drink je?', [TEA]));
    messages.receive(bot(2, 'Neem de tijd.'));
    expect(messages.openChoices()).toEqual([TEA]);
    messages.add('a', 'Thee');
    expect(messages.openChoices()).toEqual([]);
    messages.receive(echo(3, 'a', 'Thee'));
    messages.receive(bot(4, 'Lekker.'));
    expect(messages.openChoices()).toEqual([]);
  });

  it('offer them again when what was said is refused', () => {
    const messages = createMessages();
    messages.receive(bot(1, 'Wat drink je?', [TEA]));
    messages.add('a', 'heel veel tekst');
    messages.refuse('a', 'Te lang.');
    expect(messages.openChoices()).toEqual([TEA]);
    expect(messages.awaiting()).toBe(false);
    expect(messages.entries()[1]?.reason).toBe('Te lang.');
  });

  it('take the choices of any Direct Line bot', () => {
    const messages = createMessages();
    messages.receive({ ...bot(1, 'Kies'), suggestedActions: { actions: [{ title: 'Ja', value: 'ja' }] } });
    expect(messages.openChoices()).toEqual([{ id: 'ja', label: 'Ja' }]);
  });

  it('wait for an answer from the moment that the server has the message', () => {
    const messages = createMessages();
    expect(messages.awaiting()).toBe(false);
    messages.add('a', 'dag');
    expect(messages.awaiting()).toBe(false);
    messages.acknowledge('a');
    expect(messages.awaiting()).toBe(true);
    messages.receive(echo(1, 'a', 'dag'));
    expect(messages.awaiting()).toBe(true);
    messages.receive(bot(2, 'Hoi'));
    expect(messages.awaiting()).toBe(false);
  });

  it('keep only the turn that wiped', () => {
    const messages = createMessages();
    for (const activity of [bot(1, 'Hoi'), echo(2, 'a', 'geheim'), bot(3, 'Zeker?'), echo(4, 'b', 'ja')]) {
      messages.receive(activity);
    }
    messages.receive(bot(5, 'Alles is weg.'));
    expect(messages.receive(event(6, 'wiped'))).toEqual({ kind: 'wiped' });
    expect(seen(messages)).toEqual(['me: ja', 'bot: Alles is weg.']);
    expect(messages.receive(bot(3, 'Zeker?'))).toBeUndefined();
  });

  it('hand over each event once', () => {
    const messages = createMessages();
    expect(messages.receive(event(1, 'plan', { goals: ['x'] }))).toEqual({
      kind: 'plan',
      value: { goals: ['x'] },
    });
    expect(messages.receive(event(1, 'plan', { goals: ['x'] }))).toBeUndefined();
    expect(messages.receive(event(2, 'leave'))).toEqual({ kind: 'leave' });
    expect(messages.receive(event(3, 'iets nieuws'))).toBeUndefined();
  });

  it('keep an old conversation above the new one, and its choices closed', () => {
    const messages = createMessages();
    messages.receive(bot(9, 'Oud', [TEA]));
    messages.startAnew('Het vorige gesprek is gesloten.');
    messages.receive({ ...bot(1, 'Nieuw'), id: 'ander|0000001' });
    expect(seen(messages)).toEqual(['bot: Oud', 'page: Het vorige gesprek is gesloten.', 'bot: Nieuw']);
    expect(messages.openChoices()).toEqual([]);
  });
});
