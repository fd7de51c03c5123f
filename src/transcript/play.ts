/**
 * Plays a transcript's inputs through the real receive, engine, understanding and directory, with a clock and ids
 * of its own, and gives back what was said and done.
 */
import type { Content } from '../content/content.ts';
import type { DemandEvent } from '../domain/demand.ts';
import type { Organisation } from '../domain/organisation.ts';
import { shownMoment } from '../engine/dates.ts';
import type { FoundService } from '../engine/input.ts';
import type { ServiceLookup } from '../engine/result.ts';
import { sendDue } from '../run/due.ts';
import { settleHandoffs } from '../run/handoffs_due.ts';
import type { Actor, Inbox } from '../run/inbox.ts';
import { organisationsIn } from '../run/organisations.ts';
import type { Arrangement, HandoffChange, Message, Outgoing, TurnCommit, World } from '../run/ports.ts';
import { createReceive, type Received } from '../run/receive.ts';
import { restDue } from '../run/rest.ts';
import { createInbox } from '../run/serve.ts';
import { openMemoryStore } from '../store/memory.ts';
import { ORGANISATIONS, PROFESSIONALS } from './organisations.ts';
import { duration, type ProfessionalAct, type Transcript, type TranscriptTurn } from './transcript.ts';

export interface Stage {
  content: Content;
  lookup(query: ServiceLookup, now: string): Promise<FoundService[]>;
  municipality(text: string): string | undefined;
}

/** Ids that count up: the same conversation has the same ids every time. */
function countingWorld(clock: { now: Date }): World {
  let count = 0;
  return {
    now: () => clock.now,
    id: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
  };
}

/**
 * A conversation called `web ...` is one in a browser tab, that ends with its session; one called `app ...` is in a
 * chat that can be written to later.
 */
const addressOf = (where = 'one') => ({
  channel: 'transcript',
  conversation: where,
  pulled: !where.startsWith('app'),
  ...(where.startsWith('web') ? { session: true } : {}),
});
/** Written conversations are as on a server. */
const SERVER = 'https://stuur.example.nl';

const MOST_DUE = 10;

/** Between two turns, unless the transcript says otherwise. */
const A_MOMENT = 20_000;

/** One conversation that can be spoken to turn by turn. */
export function openConversation(stage: Stage, begin: Date, organisations: readonly Organisation[] = []) {
  const clock = { now: begin };
  const store = openMemoryStore(organisations);
  const deps = {
    ...stage,
    content: { ...stage.content, linkBase: SERVER },
    store,
    world: countingWorld(clock),
    organisations: organisationsIn({ ...store, municipality: stage.municipality }),
    mayTryCode: () => ++tries <= 10,
    committed: () => undefined,
    log: () => undefined,
  };
  const receive = createReceive(deps);
  const heard: Outgoing[] = [];
  const inbox = createInbox({ ...deps, committed: (_to, outgoing) => void heard.push(...outgoing) });
  let activities = 0;
  let tries = 0;

  /** What is waiting to be sent, sent. */
  async function deliver(): Promise<string[]> {
    const sent: string[] = [];
    for (;;) {
      const [first] = await store.pending(clock.now.toISOString(), 1);
      if (!first) return sent;
      await store.delivered(first.id);
      sent.push(...shownWithTime(first));
    }
  }

  /** When something is due next, until then. */
  async function nextDue(until: string): Promise<string | undefined> {
    const [reminder] = await store.dueReminders(until, MOST_DUE);
    const open = await Promise.all(organisations.map(({ id }) => store.handoffs(id)));
    const terms = open.flat().flatMap(({ answerBy, expiresAt }) => [answerBy ?? expiresAt, expiresAt]);
    return [...(reminder ? [reminder.at] : []), ...terms.filter((at) => at <= until)].sort()[0];
  }

  /** Lets time pass, and the clock do what is due on the way. */
  async function pass(until: Date): Promise<string[]> {
    const came: string[] = [];
    const settling = {
      ...deps,
      // What is fetched stands on the page when they look.
      committed: ({ pulled }: { pulled: boolean }, outgoing: Outgoing[]) => {
        if (pulled) came.push(...outgoing.flatMap(shownWithTime));
      },
    };
    for (;;) {
      const due = await nextDue(until.toISOString());
      if (due) clock.now = new Date(Math.max(clock.now.getTime(), Date.parse(due)));
      else clock.now = until;
      await store.sweep(clock.now.toISOString());
      await sendDue(deps);
      await restDue(deps);
      await settleHandoffs(settling);
      came.push(...(await deliver()));
      if (!due) return came;
    }
  }

  return {
    store,
    /** Time passes, and nobody says anything: '8 hours'. */
    rest: async (time: string): Promise<string[]> => pass(new Date(clock.now.getTime() + duration(time))),
    async take(turn: TranscriptTurn): Promise<TranscriptTurn> {
      const passed = turn.after ? duration(turn.after) : A_MOMENT;
      const meanwhile = await pass(new Date(clock.now.getTime() + passed));
      const before = store.commits.length;
      if (turn.professional) {
        heard.length = 0;
        const { status } = await serve(inbox, PROFESSIONALS, turn.professional);
        await deliver();
        const received: Received = { status: 'answered', outgoing: heard };
        const refused = status === 'done' ? {} : { does: [`(${status})`] };
        return {
          ...inputOf(turn),
          ...(meanwhile.length > 0 ? { meanwhile } : {}),
          ...outputOf(received, store.commits.slice(before)),
          ...refused,
        };
      }
      if (!turn.again) activities += 1;
      const received = await receive({
        ...addressOf(turn.where),
        activity: String(activities),
        kind: turn.ik === undefined && !turn.sends ? 'start' : 'message',
        text: turn.ik ?? '',
        attachments: turn.sends ?? [],
      });
      await deliver();
      return {
        ...inputOf(turn),
        ...(meanwhile.length > 0 ? { meanwhile } : {}),
        ...outputOf(received, store.commits.slice(before)),
      };
    },
  };
}

export async function play(transcript: Transcript, stage: Stage): Promise<Transcript> {
  const organisations = transcript.organisations ? ORGANISATIONS : [];
  const conversation = openConversation(stage, new Date(transcript.now), organisations);
  const talk: TranscriptTurn[] = [];
  for (const turn of transcript.talk) talk.push(await conversation.take(turn));
  return { ...transcript, talk };
}

/** Does this with what was sent last, whoever of them it was sent to. */
async function serve(
  inbox: Inbox,
  actors: readonly Actor[],
  act: ProfessionalAct,
): Promise<{ status: string }> {
  const lists = await Promise.all(actors.map(async (actor) => ({ actor, items: await inbox.list(actor) })));
  const [last] = lists
    .flatMap(({ actor, items }) => items.map(({ id, askedAt }) => ({ actor, id, askedAt })))
    .sort((a, b) => b.askedAt.localeCompare(a.askedAt));
  if (!last) return { status: 'gone' };
  const { actor, id } = last;
  if (act === 'opens') return { status: (await inbox.open(actor, id)).status === 'open' ? 'done' : 'gone' };
  if (act === 'accepts') return inbox.accept(actor, id);
  if (act === 'closes') return inbox.close(actor, id);
  if (act === 'passes it on') {
    const other = actors.find(({ organisation }) => organisation !== actor.organisation);
    return inbox.propose(actor, id, { organisation: other?.organisation ?? '' });
  }
  if ('declines' in act) return inbox.decline(actor, id, act.declines);
  if ('writes' in act) return inbox.say(actor, id, act.writes, act.writes);
  return inbox.askFollowUp(actor, id, act.asks_to_write_after_weeks);
}

const inputOf = ({ where, ik, professional, sends, again, after }: TranscriptTurn): TranscriptTurn => ({
  ...(where === undefined ? {} : { where }),
  ...(after === undefined ? {} : { after }),
  ...(ik === undefined ? {} : { ik }),
  ...(professional === undefined ? {} : { professional }),
  ...(sends === undefined ? {} : { sends }),
  ...(again === undefined ? {} : { again }),
});

function outputOf(received: Received, commits: readonly TurnCommit[]): TranscriptTurn {
  const said =
    received.status === 'refused'
      ? [`(${received.reason}) ${received.text}`]
      : received.outgoing.flatMap(({ message }: Outgoing) => shownMessage(message));
  const does = commits.flatMap(({ wipes, takenFrom, handoffs, arrangements = [] }) => [
    ...(takenFrom && takenFrom !== wipes ? ['leaves what was there to its owner'] : []),
    ...(wipes ? ['wipes everything'] : []),
    ...handoffs.map(shownHandoff),
    ...arrangements.filter(({ kind }) => kind !== 'keep_texts').map(shownArrangement),
  ]);
  const counts = commits.flatMap(({ demand }) => demand.map(shownDemand));
  return {
    stuur: said,
    ...(does.length > 0 ? { does } : {}),
    ...(counts.length > 0 ? { counts } : {}),
  };
}

const shownWithTime = ({ at, message }: Outgoing): string[] =>
  shownMessage(message).map((text) => `${shownMoment(at)}: ${text}`);

function shownMessage(message: Message): string[] {
  if (message.kind === 'event') return message.name === 'leave' ? ['(leaves the page)'] : [];
  if (message.kind === 'echo' || message.kind === 'handoff') return [];
  if (message.choices.length === 0) return [message.text];
  return [`${message.text}\n${message.choices.map(({ label }) => `[${label}]`).join(' ')}`];
}

function shownHandoff(change: HandoffChange): string {
  switch (change.kind) {
    case 'request':
      return `requests a handoff: ${JSON.stringify(change.content)}`;
    case 'move':
      return `the handoff is ${change.to}`;
    case 'said':
      return `${change.from} to ${change.from === 'client' ? 'professional' : 'client'}: ${change.text}`;
    case 'arrived':
      return 'what waited for the client has arrived';
    case 'told':
      return 'tells that nobody answered';
    case 'keep':
      return `the handoff may stay until ${change.until}`;
  }
}

const shownArrangement = ({ kind, ...rest }: Arrangement): string => [kind, ...Object.values(rest)].join(' ');

const shownDemand = (event: DemandEvent): string => Object.values(event).join(' ');
